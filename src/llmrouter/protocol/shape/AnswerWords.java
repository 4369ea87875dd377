package llmrouter.protocol.shape;

import llmrouter.chat.Answer;
import llmrouter.chat.Part;
import llmrouter.protocol.answer.ToolInput;
import llmrouter.text.Text;

/// What an answer says in words and calls, without regard to how it is divided: by this two readings of one answer are
/// compared.
final class AnswerWords {
    private AnswerWords() {}

    static boolean same(Answer one, Answer other) {
        return of(one).equals(of(other));
    }

    /// A call within whose arguments the answer ended is left out: not every shape of every format has it.
    private static String of(Answer answer) {
        var words = new Text();
        for (Part part : answer.parts()) {
            switch (part) {
                case Part.TextPart text -> {
                    words.add(text.text());
                    if (text.logprobs() != null) text.logprobs().writeTo(words);
                }
                case Part.ThinkingPart(var text, _) -> words.add(text);
                case Part.RefusalPart(var text) -> words.add(text);
                case Part.SummaryPart(var text) -> words.add(text);
                case Part.ToolCallPart call -> {
                    boolean cut = answer.stop().cutShort() && !ToolInput.complete(call.arguments());
                    if (!cut) words.add(call.name()).add(call.arguments().isEmpty() ? "{}" : call.arguments());
                }
                case Part.ImagePart _, Part.DocumentPart _, Part.AudioPart _, Part.RedactedThinkingPart _,
                    Part.ToolResultPart _, Part.SearchPart _ -> { }
            }
        }
        return words.toString();
    }
}
