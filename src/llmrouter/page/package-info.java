/// The status page for browsers: one document without outside parts, made from the answer of `GET /status` and the
/// figures of the last hour. It is complete without JavaScript; a short script keeps an open page up to date.
///
/// *Invariant:* every text that is not written in this package goes through [HtmlWriter#text], and the document runs
/// and loads only what is in it.
package llmrouter.page;
