/// Calls of Cloudflare's API: one method for each call, answers as records, failures as one kind of exception that says
/// what to do. What calls are made in which order does not belong here.
///
/// *Invariant:* the token is sent to the API's base URL only, and is shown nowhere.
package llmrouter.deploy.api;
