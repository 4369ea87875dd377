/// `top`: looks at a running gateway again and again and shows what it does. What is shown is made from answers of the
/// gateway without a terminal; the command only fetches them, draws and reads keys.
///
/// *Invariant:* a gateway that stops, starts again or does not answer is shown as that, and never ends the view; a rate
/// is never negative.
package llmrouter.cli.watch;
