/// Files of wrangler, Cloudflare's own command line: its configuration is read, and a project for it is written.
///
/// *Invariant:* a file that this program did not write is never changed.
package llmrouter.deploy.wrangler;
