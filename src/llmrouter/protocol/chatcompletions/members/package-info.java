/// Members of a Chat Completions message that only their vendor understands and that the next request must have again:
/// `reasoning_details`, and the signatures of Gemini in `extra_content`. They are sealed for clients of other formats,
/// and put back where they stood.
///
/// *Invariant:* what a seal holds is what the provider sent, member for member.
package llmrouter.protocol.chatcompletions.members;
