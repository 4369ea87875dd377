/// The status page for browsers: one document without any outside part, made from what `GET /status` tells and from the
/// last hour's figures. It is whole without JavaScript; a short script keeps an open page up to date.
///
/// *Invariant:* every text that is not written here goes through [HtmlWriter#text], and the document runs and loads
/// nothing that is not in it.
package llmrouter.page;
