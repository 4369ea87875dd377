/// How a settings file of a client is changed so that the client uses a gateway, and changed back: a list of settings, a
/// syntax that edits the text, and a comparison of three texts for the way back.
///
/// *Invariant:* pure: text in, text out; what a change does not name keeps its characters.
package llmrouter.clients.patch;
