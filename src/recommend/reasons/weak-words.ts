/** Words that say nothing about a text in English; of other languages the archive's shares of documents tell. */

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Never at either end of a phrase. */
export const FUNCTION_WORDS = list(`
  a about above across after again against ago all almost along already also although always am amid among an and
  another any anyone anything are aren't around as at away back be became because become becomes been before began
  behind being below between both but by came can can't cannot come comes coming could couldn't did didn't do does
  doesn't doing don't done down due during each either else enough especially even ever every everyone everything
  except far few for former from further gave get gets getting give given gives go goes going gone got had hadn't has
  hasn't have haven't having he he'd he'll he's hence her here hers herself him himself his how however i i'd i'll i'm
  i've if in including indeed instead into is isn't it it'd it'll it's its itself just keep kept know known later
  latter least less let let's like likely made make makes making many may maybe me meanwhile might more moreover most
  mostly much must my myself near nearly neither never nevertheless next no nobody none nor not nothing now of off
  often on once one ones only onto or other others otherwise ought our ours ourselves out over own per perhaps quite
  rather really regarding same saw say saying says said see seen seems several shall she she's should shouldn't since
  so some somebody someone something sometimes soon still such take taken takes taking than that that's the their
  theirs them themselves then there there's therefore these they they'd they'll they're they've thing things this
  those though through throughout thus till to together too took toward towards under unless unlike until up upon us
  use used uses using usually very via want wants was wasn't way we we'd we'll we're we've well went were weren't what
  what's whatever when where whereas whether which while who who's whoever whole whom whose why will with within
  without won't would wouldn't yet you you'd you'll you're you've your yours yourself
  eg e.g. ie i.e. etc vs pm am p.m. a.m. s t re
`);

/** Not alone, nor at an end of a phrase that is not a name; in a name ("New York") they stand. */
export const WEAK_WORDS = list(`
  able according accordingly add added adding additional additionally afternoon aged aim aimed alleged allegedly allow
  allowed alone announce announced announcement announces announcing apparent apparently appear appeared approximately
  argued article ask asked asking available bad based begin beginning begins believe believed best better big bit brief
  briefly bring brought call called calling calls came carried carry century certain change changed changes claim
  claimed claiming claims clear clearly close comment commented comments complete completely concern concerned concerns
  confirm confirmed confirming consider considered continue continued continues continuing course create created
  creating current currently day days decade decades decide decided decision describe described despite detail details
  different difficult discuss discussed early earlier easy effort efforts eight ended ending ensure entire estimated
  evening event eventually events exactly example exist existing expect expected explain explained fact fail failed fall
  fell felt fifth final finally find finding first five follow followed following follows formal formally forward found
  four fourth friend full fully future general generally given goal good great group groups grow growing half happen
  happened hard held help helped helping helps high higher highest hold holding hope hour hours hundred hundreds idea
  identified identify immediately impact important improve improved improving include included includes increase
  increased increasing individual individuals information initial initially inside involved involving issue issued issues
  join joined kind large largely larger largest last late latest launch launched lead leading learn learned leave
  leaving led left level levels list little live local located long longer look looked looking looks lost lot low lower
  main major man manner mean means meanwhile meet member members men mention mentioned met middle midnight million
  millions minute minutes moment month months morning move moved multiple name named need needed needs new news newly
  night nine noon normal note noted notes noting number numbers occur occurred offer offered offering old older
  opportunity option original originally outside overall part participants participate particular particularly parts
  past people percent percentage perhaps period person piece place placed places plan planned plans play played please
  point points possible possibly potential prepared present presented previous previously prior probably problem
  problems process provide provided provides providing publicly publish published purpose put question questions quick
  quickly quote quoted range ranging reach reached read ready real reason reasons receive received recent recently
  recorded refer referred regular related release released remain remained remaining remains remarks reply report
  reported reportedly reporter reporters reporting reports represent request requested required requires respectively
  respond responded result resulted resulting results return returned reveal revealed right role run running scheduled
  second seek send sent separate series serious set seven seventh share shared short show showed showing shown shows
  side similar similarly simple simply single six sixth small sort specific specifically speak speaking spend spent
  spoke spokesman spokesperson spokeswoman stand start started starting starts stated statement stay step steps stop
  stopped story strong subject submit subsequent subsequently success successful suggest suggested sure taken talk
  talked team tell ten term terms thank thanks think third thirteen thirty thought thousand thousands three time times
  tip tips today told tomorrow tonight top total tried true try trying turn turned tweet tweeted twelve twenty twice two
  type types ultimately unable understand understanding undisclosed updated upcoming upper usual value various view
  views visit wait want warn warned watch week weekend weeks wide widely word words work worked working works worse
  worst write writing written wrote year year-old years yesterday young zero
  yeah yes okay hello yep
  accuse accuses agree agreed agrees amid appoint appointed appoints approve approved approves arrests attend attended
  attending bans blames block blocks calls cite cites citing collected condemn condemned condemns defeat defeated defeats
  demand demands demanding denied denies dismiss dismisses establish established establishes face faces facing fires
  halt halts hits immediate injures joins kept leaves loses makes meets moves names opens orders passes plants pleads
  refuse refused refuses reject rejected rejects resigned resigns resume resumes rules says seeing seeks seize seizes
  sentences sets shoots signs special suspend suspended suspends sworn takes threaten threatened threatens urge urged
  urges vow vowed vows warns wins won finished helpful typically imply personal
  ends overnight ran plunges collides
  knew proud win winning title consecutive defeating injuring female info rise path
  utc gmt est edt ist cet kb mb gb pdf
  dies died die dead kills killed kill collapsed crashed injured wounded arrested attacked elected observed guilty
  harder driving living aged dozens
  billion billions trillion cent cents kilometers kilometres meters metres miles jr sr inc ltd co corp plc
`);

/** Not alone: they may be part of a phrase that tells ("police brutality"), and tell little by themselves. */
export const DULL_ALONE = list(`
  accident accidents agencies agency animals area areas army arrest attack attacks author authorities
  block body bodies building business campaign candidate candidates case cases cause caused charges child children
  citizens city club collapse co-author committee community companies company condition conditions conference
  council countries country couple court crash crashes crew damage data date death deaths department 
  digital director disaster district document documents doctor dozens driver drivers education 
  election elections emergency employees event experience experts family families fans father female field
  final forces free friends game games girl girls global government governments health history home
  homes hospital house houses human image images incident injuries injury international interview
  investigation island job jobs land landing law laws leader leaders life male
  management market material measures media medical military minister ministers ministry mother movement murder nation
  national nations network occupants office officer officers online operation operations order organisation
  organization parliament party patients phone plane police policy political politics position power private product
  products professor program programme programs project projects property protest public record records region research
  researcher researchers residents response risk road rules safety school schools science scientist scientists search
  season security service services shooting site social society soldiers south north east west staff state states
  strategy street student students studies study suspect system systems team teams technology temperature test
  testing tests text town tools trial troops university update victim victims video videos village violence vote
  voters votes website woman women worker workers young findings rate rates dozens trend trends federal numbers code mission
`);

/** Titles that stand before a person's name: the name says as much without them. */
export const ROLES = list(`
  president vice-president vice prime minister premier chancellor king queen prince princess pope senator congressman
  congresswoman representative governor mayor secretary general judge justice attorney ambassador spokesman
  spokeswoman spokesperson chief director chairman chairwoman chair ceo captain coach professor prof dr mr mrs ms sir
  lord lady deputy acting foreign defence defense interior finance health leader officer sergeant lieutenant colonel
  commander sheriff detective inspector sen rep gov gen rev st
  crown envoy advisor adviser emperor sultan sheikh bishop archbishop cardinal
`);

/** Of those, the ones that never end a post: "Prime" of "Prime Minister". */
export const ROLE_PREFIXES = list(`
  prime vice deputy acting foreign defence defense interior finance health chief dr mr mrs ms prof rev st sir
`);

/** Weak words that names begin with, also where a sentence does: "New Zealand". */
export const NAME_OPENERS = list('new old great big little long high upper lower first');

/** Inside a name: "Bank of Japan", "Food and Drug Administration", "Rio de Janeiro". */
export const CONNECTORS = list(`
  of and for the de la las los le les del du des der den dem van von di da do dos das el al bin ibn y e et und
`);

/** Those that join parts of one person's name. */
export const NAME_PARTICLES = list('al el bin ibn van von der den di da de du ul');

/** Inside a phrase of common words: "freedom of speech". */
export const GENITIVES = list('of de du des del di da do der');

/** News agencies and what is quoted like them: that two texts quote one is no reason to read the other. */
export const AGENCIES = list(`
  reuters afp ap upi dpa tass itar-tass interfax xinhua kyodo jiji yonhap ansa efe pti bloomberg bbc cnn npr nbc cbs abc
  associated agence france-presse presse
`);
