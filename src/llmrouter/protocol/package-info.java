/// Wire formats. A [Protocol] is one reader and one writer for each of request, answer, stream and error; translation
/// goes wire → neutral → wire. One folder per format; what they share (tool names, effort words, pairing of calls and
/// results) stands here.
///
/// *Invariant:* nothing vanishes silently: what a writer cannot say goes into the [llmrouter.chat.Losses] ledger.
package llmrouter.protocol;
