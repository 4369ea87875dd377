package llmrouter.tui;

import java.util.List;

import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Several;

/// Asks each kind of question in its own way.
interface QuestionAsker {
    <V> DialogAnswer<V> one(One<V> question);

    <V> DialogAnswer<List<V>> several(Several<V> question);

    DialogAnswer<String> line(Line question);

    DialogAnswer<String> hidden(Hidden question);

    DialogAnswer<Boolean> confirm(Confirm question);

    /// The cast is safe, because the kind of a question decides what an answer is.
    @SuppressWarnings("unchecked")
    default <T> DialogAnswer<T> answer(Question<T> question) {
        return (DialogAnswer<T>) switch (question) {
            case One<?> one -> one(one);
            case Several<?> several -> several(several);
            case Line line -> line(line);
            case Hidden hidden -> hidden(hidden);
            case Confirm confirm -> confirm(confirm);
        };
    }
}
