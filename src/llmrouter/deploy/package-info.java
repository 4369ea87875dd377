/// The hosted gateway: how it is put on a Cloudflare account, and taken off again. This package has what all parts of
/// that share: findings, targets, names, and the modules of the Worker. The API of Cloudflare is in `api`, the
/// configuration that is sent in `payload`, the steps in `steps`, files of wrangler in `wrangler`. Commands and
/// questions to people do not belong here.
///
/// *Invariant:* a token, a key or a configuration is never part of a message or of a record's text form.
package llmrouter.deploy;
