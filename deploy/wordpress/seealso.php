<?php
/**
 * Plugin Name: seealso
 * Description: Tells seealso what is published, changed and taken down, and shows related articles under posts.
 * Version: 1.0.0
 * Requires at least: 5.6
 * Requires PHP: 7.4
 * License: MIT
 *
 * Copy this file to wp-content/plugins/, activate it, and fill in Settings > seealso. What is set in wp-config.php
 * counts more than what is filled in:
 *
 *   define( 'SEEALSO_URL', 'http://127.0.0.1:3000' );         // seealso, as this server reaches it
 *   define( 'SEEALSO_HOOK_SECRET', '...' );                   // the same as SEEALSO_WORDPRESS_HOOK_SECRET there
 *   define( 'SEEALSO_PUBLIC_URL', 'https://seealso.example' );// seealso, as readers' browsers reach it: shows the list
 *   define( 'SEEALSO_ID_PREFIX', 'wp-' );                     // as --id-prefix there; needed for the list only
 *   define( 'SEEALSO_POST_TYPES', 'post,page' );              // default: post
 *
 * A delivery is one POST to /v1/hooks/wordpress with the JSON body { event, post }: the event is publish, update or
 * delete, the post is what the REST API gives for it, with author, terms and featured image embedded; of a deleted one
 * its id. The header reads X-Seealso-Signature: sha256=<hex>, t=<milliseconds since 1970>, where the hexadecimal digits
 * are the HMAC-SHA256 of the body followed by that time. Nobody waits for the answer: what is lost is found by the next
 * run of `seealso index`.
 */

namespace Seealso;

defined( 'ABSPATH' ) || exit;

const OPTION = 'seealso';
const FIELDS = array(
	'url'        => array( 'SEEALSO_URL', 'Address of seealso, as this server reaches it' ),
	'secret'     => array( 'SEEALSO_HOOK_SECRET', 'Secret (SEEALSO_WORDPRESS_HOOK_SECRET of seealso)' ),
	'public_url' => array( 'SEEALSO_PUBLIC_URL', 'Address of seealso, as readers reach it; empty: no list under posts' ),
	'prefix'     => array( 'SEEALSO_ID_PREFIX', 'Prefix of the ids (--id-prefix of seealso), if any' ),
	'types'      => array( 'SEEALSO_POST_TYPES', 'Post types, separated by commas; empty: post' ),
);

/** What is set under a name: by its constant, else by the form. */
function setting( string $name ): string {
	$constant = FIELDS[ $name ][0];
	if ( defined( $constant ) ) {
		return trim( (string) constant( $constant ) );
	}
	$options = get_option( OPTION, array() );
	return is_array( $options ) && isset( $options[ $name ] ) ? trim( (string) $options[ $name ] ) : '';
}

/** @return string[] */
function types(): array {
	$given = array_filter( array_map( 'trim', explode( ',', setting( 'types' ) ) ) );
	return $given ? array_values( $given ) : array( 'post' );
}

/** Whether every reader may read it. */
function is_public( ?\WP_Post $post ): bool {
	return null !== $post && 'publish' === $post->post_status && '' === $post->post_password
		&& in_array( $post->post_type, types(), true );
}

/** What is to be told at the end of the request, by post: an editor may save one several times. */
final class Pending {
	/** @var array<int, array{event: string, post: ?array}> */
	private static array $deliveries = array();

	public static function add( int $id, string $event, ?array $post ): void {
		if ( ! self::$deliveries ) {
			add_action( 'shutdown', array( self::class, 'send' ) );
		} elseif ( 'update' === $event && 'publish' === ( self::$deliveries[ $id ]['event'] ?? '' ) ) {
			$event = 'publish';
		}
		self::$deliveries[ $id ] = array( 'event' => $event, 'post' => $post );
	}

	public static function send(): void {
		foreach ( self::$deliveries as $id => $delivery ) {
			$post = $delivery['post'] ?? shape( $id );
			if ( null !== $post ) {
				deliver( $delivery['event'], $post );
			}
		}
		self::$deliveries = array();
	}
}

/** After terms and images are saved too, whoever saved it: an editor, the REST API, or the clock of a scheduled post. */
add_action(
	'wp_after_insert_post',
	function ( int $id, \WP_Post $post, bool $update, ?\WP_Post $before ): void {
		if ( is_public( $post ) ) {
			Pending::add( $id, is_public( $before ) ? 'update' : 'publish', null );
		} elseif ( is_public( $before ) ) {
			$modified = mysql_to_rfc3339( $post->post_modified_gmt );
			Pending::add( $id, 'delete', array( 'id' => $id, 'status' => $post->post_status, 'modified_gmt' => $modified ) );
		}
	},
	10,
	4
);

/** Without a time: what is deleted for good does not come back. */
add_action(
	'before_delete_post',
	function ( int $id ): void {
		$post = get_post( $id );
		if ( $post && 'auto-draft' !== $post->post_status && in_array( $post->post_type, types(), true ) ) {
			Pending::add( $id, 'delete', array( 'id' => $id ) );
		}
	}
);

/** The post as the REST API gives it, embedded resources included; null where it does not. */
function shape( int $id ): ?array {
	$type = get_post_type_object( (string) get_post_type( $id ) );
	if ( ! $type || ! $type->show_in_rest ) {
		return null;
	}
	$current  = $GLOBALS['post'] ?? null;
	$route    = '/wp/v2/' . ( $type->rest_base ? $type->rest_base : $type->name ) . '/' . $id;
	$response = rest_do_request( new \WP_REST_Request( 'GET', $route ) );
	$data     = $response->is_error()
		? null
		: rest_get_server()->response_to_data( $response, array( 'author', 'wp:term', 'wp:featuredmedia' ) );
	// Preparing a post for the REST API makes it the current one.
	$GLOBALS['post'] = $current;
	return is_array( $data ) ? $data : null;
}

/** Does not wait for the answer. */
function deliver( string $event, array $post ): void {
	$url    = setting( 'url' );
	$secret = setting( 'secret' );
	if ( '' === $url || '' === $secret ) {
		return;
	}
	$body = wp_json_encode( array( 'event' => $event, 'post' => $post ) );
	if ( false === $body ) {
		return;
	}
	$time = sprintf( '%.0f', microtime( true ) * 1000 );
	wp_remote_post(
		untrailingslashit( $url ) . '/v1/hooks/wordpress',
		array(
			'blocking'    => false,
			'timeout'     => 2,
			'redirection' => 0,
			'body'        => $body,
			'headers'     => array(
				'Content-Type'        => 'application/json',
				'X-Seealso-Signature' => 'sha256=' . hash_hmac( 'sha256', $body . $time, $secret ) . ', t=' . $time,
			),
		)
	);
}

/** The list under a post that is shown alone. */
add_filter(
	'the_content',
	function ( string $content ): string {
		$post = get_post();
		if ( '' === setting( 'public_url' ) || ! is_singular( types() ) || ! in_the_loop() || ! is_main_query()
			|| ! is_public( $post ) || is_feed() ) {
			return $content;
		}
		wp_enqueue_script( 'seealso', untrailingslashit( setting( 'public_url' ) ) . '/widget.js', array(), null, true );
		return $content . sprintf( '<related-articles article-id="%s"></related-articles>', esc_attr( setting( 'prefix' ) . $post->ID ) );
	},
	// After what themes and plugins make of the content.
	90
);

add_action(
	'admin_init',
	function (): void {
		register_setting( OPTION, OPTION, array( 'type' => 'array', 'sanitize_callback' => __NAMESPACE__ . '\\sanitize' ) );
		add_settings_section( OPTION, '', '__return_null', OPTION );
		foreach ( FIELDS as $name => list( $constant, $label ) ) {
			add_settings_field( $name, esc_html( $label ), __NAMESPACE__ . '\\field', OPTION, OPTION, array( 'name' => $name, 'label_for' => OPTION . '-' . $name ) );
		}
	}
);

add_action(
	'admin_menu',
	function (): void {
		add_options_page( 'seealso', 'seealso', 'manage_options', OPTION, __NAMESPACE__ . '\\page' );
	}
);

/** @param mixed $given */
function sanitize( $given ): array {
	$kept = array();
	foreach ( array_keys( FIELDS ) as $name ) {
		$value         = is_array( $given ) ? trim( (string) ( $given[ $name ] ?? '' ) ) : '';
		$kept[ $name ] = in_array( $name, array( 'url', 'public_url' ), true )
			? esc_url_raw( $value, array( 'http', 'https' ) )
			: ( 'secret' === $name ? $value : sanitize_text_field( $value ) );
	}
	// The form does not show the secret: left empty, it stays.
	if ( '' === $kept['secret'] ) {
		$options        = get_option( OPTION, array() );
		$kept['secret'] = is_array( $options ) ? (string) ( $options['secret'] ?? '' ) : '';
	}
	return $kept;
}

function field( array $of ): void {
	$name   = $of['name'];
	$secret = 'secret' === $name;
	$fixed  = defined( FIELDS[ $name ][0] );
	printf(
		'<input class="regular-text" id="%1$s" name="%2$s" type="%3$s" value="%4$s" autocomplete="off"%5$s>%6$s',
		esc_attr( OPTION . '-' . $name ),
		esc_attr( OPTION . '[' . $name . ']' ),
		$secret ? 'password' : 'text',
		$secret ? '' : esc_attr( setting( $name ) ),
		$fixed ? ' disabled' : '',
		$fixed ? ' <p class="description">' . esc_html( FIELDS[ $name ][0] ) . ' in wp-config.php</p>'
			: ( $secret && '' !== setting( 'secret' ) ? ' <p class="description">Is set; leave empty to keep it.</p>' : '' )
	);
}

function page(): void {
	echo '<div class="wrap"><h1>seealso</h1><form method="post" action="options.php">';
	settings_fields( OPTION );
	do_settings_sections( OPTION );
	submit_button();
	echo '</form></div>';
}

register_uninstall_hook( __FILE__, __NAMESPACE__ . '\\uninstall' );
function uninstall(): void {
	delete_option( OPTION );
}
