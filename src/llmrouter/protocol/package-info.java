/// Wire formats. A [Protocol] is one reader and one writer for each of request, answer, stream and error; translation
/// goes wire → neutral → wire. One folder per format; what they share is in `request`, `answer` and `errors`.
///
/// *Invariant:* nothing is lost silently: what a format cannot express goes into the [llmrouter.chat.Losses] ledger.
package llmrouter.protocol;
