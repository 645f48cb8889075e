import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/compose.js';
import type { Engine } from '../../src/engine/engine.js';
import { scratchFolder } from '../support/cli.js';
import { memorySource } from '../support/memory-source.js';
import { ARCHIVE } from '../support/newsroom.js';
import { BUNDLED, indexProduct } from '../support/product.js';

/** Of each language two on interest rates, two on memory chips, two on football; without a word of English. */
const KOREAN = [
  {
    id: 'ko-rates-1',
    title: '한국은행, 기준금리 동결',
    body: '한국은행 금융통화위원회는 목요일 기준금리를 연 2.5%로 동결했다. 총재는 물가 상승률이 둔화하고 있지만 가계부채와 환율이 여전히 부담이라고 밝혔다. 시장에서는 내년 봄 금리 인하를 예상한다.',
  },
  {
    id: 'ko-rates-2',
    title: '금리 인하 기대에 채권 가격 상승',
    body: '국고채 금리가 하락하며 채권 가격이 올랐다. 한국은행이 기준금리를 내릴 것이라는 전망이 퍼졌기 때문이다. 전문가들은 총재의 발언과 환율의 흐름을 지켜봐야 한다고 말했다.',
  },
  {
    id: 'ko-chips-1',
    title: '삼성전자, 평택에 반도체 공장 증설',
    body: '삼성전자는 평택 캠퍼스에 메모리 반도체 생산 라인을 추가로 짓는다. 인공지능 서버에 들어가는 고대역폭 메모리 수요가 늘었기 때문이다. 회사는 2년 뒤 첫 제품을 출하할 계획이다.',
  },
  {
    id: 'ko-chips-2',
    title: '메모리 반도체 값 석 달째 올라',
    body: '메모리 반도체의 고정 거래 가격이 석 달 연속 상승했다. 인공지능 서버를 짓는 기업들이 물량을 앞다투어 확보하고 있다. 삼성전자와 경쟁사는 생산 라인을 늘리기로 했다.',
  },
  {
    id: 'ko-football-1',
    title: '대표팀, 월드컵 예선에서 극적인 승리',
    body: '축구 대표팀이 월드컵 예선 경기에서 후반 추가 시간에 터진 골로 이겼다. 주장은 어시스트를 기록했고 골키퍼는 페널티킥을 막아냈다. 감독은 선수들의 투지를 칭찬했다.',
  },
  {
    id: 'ko-football-2',
    title: '축구 대표팀 감독, 새 명단 발표',
    body: '축구 대표팀 감독이 다음 달 월드컵 예선에 나설 선수 명단을 발표했다. 주장과 골키퍼는 그대로이고 젊은 공격수 두 명이 처음 뽑혔다. 감독은 빠른 경기를 하겠다고 말했다.',
  },
];
const JAPANESE = [
  {
    id: 'ja-rates-1',
    title: '日銀、政策金利を据え置き',
    body: '日本銀行は金融政策決定会合で政策金利を据え置いた。総裁は会見で、物価の上昇は続いているが賃金の動きを見極めたいと述べた。円相場は発表の直後に一時下落した。',
  },
  {
    id: 'ja-rates-2',
    title: '円相場が下落、介入に警戒感',
    body: '外国為替市場で円相場が下落し、政府と日本銀行による介入への警戒感が強まった。総裁が政策金利の引き上げを急がないとの見方が広がったためだ。輸入物価の上昇が家計を圧迫している。',
  },
  {
    id: 'ja-chips-1',
    title: '熊本に半導体の新工場',
    body: '熊本県で半導体の新しい工場の建設が始まった。人工知能のサーバー向けの需要に応えるため、国が補助金を出す。二年後に量産を始める計画で、県内では技術者の採用が進んでいる。',
  },
  {
    id: 'ja-chips-2',
    title: '半導体メーカー、人工知能向けに増産',
    body: '半導体メーカー各社が人工知能のサーバー向けの製品を増産する。熊本の工場では新しいラインの量産に向けて技術者を増やす。国の補助金を受け、関連企業の投資も続く。',
  },
  {
    id: 'ja-football-1',
    title: 'サッカー代表、終了間際のゴールで勝利',
    body: 'サッカー日本代表はワールドカップ予選で、終了間際のゴールにより勝利した。主将が決勝点を決め、ゴールキーパーは相手の好機を防いだ。監督は選手の粘りをたたえた。',
  },
  {
    id: 'ja-football-2',
    title: 'サッカー代表の監督、予選の招集選手を発表',
    body: 'サッカー日本代表の監督は、ワールドカップ予選に臨む選手を発表した。主将とゴールキーパーは変わらず、若手の選手が初めて選ばれた。監督は攻撃を強めたいと話した。',
  },
];
const twinOf = (id: string) => id.replace(/.$/, (end) => (end === '1' ? '2' : '1'));

let engine: Engine;
beforeAll(async () => {
  const indexDir = join(scratchFolder(), 'index');
  const marked = (language: string, articles: typeof KOREAN) =>
    articles.map((given) => ({ ...given, language }));
  await indexProduct(
    memorySource('a', [...ARCHIVE, ...marked('ko', KOREAN), ...marked('ja', JAPANESE)]),
    indexDir,
  );
  engine = await openEngine({ indexDir, model: BUNDLED, log: () => undefined, wait: false });
});
afterAll(() => engine.close());

describe.each([
  ['Korean', 'ko', KOREAN],
  ['Japanese', 'ja', JAPANESE],
])('a %s article under the bundled English model', (_language, code, articles) => {
  it.each(articles.map(({ id }) => id))('has the other one on its subject first: %s', (id) => {
    const { related } = engine.related(id, { limit: 4, language: null, explain: true });
    expect(related[0]?.id).toBe(twinOf(id));
    expect(related[0]?.explain?.signals.words.value).toBeGreaterThan(0.05);
    for (const link of related) expect(link.id).toMatch(new RegExp(`^${code}-`));
  });

  it('has it first among the articles of all languages too', () => {
    for (const { id } of articles) {
      const { related } = engine.related(id, { limit: 4, language: 'any' });
      expect(related[0]?.id).toBe(twinOf(id));
    }
  });

  it('is told a phrase that both texts hold, or nothing but that they are close', () => {
    let phrases = 0;
    for (const asked of articles) {
      const [link] = engine.related(asked.id, { limit: 1, language: null }).related;
      const target = articles.find(({ id }) => id === link?.id);
      for (const reason of link?.reasons ?? []) {
        if (reason.type !== 'terms') continue;
        for (const term of reason.terms) {
          expect(`${asked.title}\n${asked.body}`).toContain(term);
          expect(`${target?.title}\n${target?.body}`).toContain(term);
          phrases += 1;
        }
      }
    }
    expect(phrases).toBeGreaterThan(0);
  });

  it('that is not indexed finds its subject by its words', async () => {
    const [first] = articles;
    const draft = {
      id: null,
      title: first?.title ?? '',
      summary: null,
      body: first?.body ?? '',
      language: code,
    };
    const ids = (await engine.relatedTo(draft, { limit: 1, language: null })).related.map(({ id }) => id);
    // The first itself is a copy of the draft.
    expect(ids).toEqual([twinOf(first?.id ?? '')]);
  });
});
