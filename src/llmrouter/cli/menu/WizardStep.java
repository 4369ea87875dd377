package llmrouter.cli.menu;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

import llmrouter.tui.Dialog;
import llmrouter.tui.DialogAnswer;
import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.Question;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// One question of a wizard. A step that is asked again offers the answer that it got before.
///
/// @param name    of its answer
/// @param applies whether it is asked at all, by the answers of the steps before it
/// @param intro   lines to show above the question
/// @param form    makes the question, and keeps the answer
/// @param deciding whether another answer makes the answers of all later steps meaningless
public record WizardStep(String name, Predicate<WizardAnswers> applies, Function<WizardAnswers, List<String>> intro,
        Form<?> form, boolean deciding) {
    /// What came of asking.
    public enum Outcome { ANSWERED, BACK, QUIT }

    /// A question, and what its answer is as a list of texts.
    ///
    /// @param <T> what the dialog answers
    private interface Form<T> {
        /// @param before the answers of the steps before
        /// @param own    what the step was answered earlier; null if it was not
        Question<T> question(WizardAnswers before, List<String> own);

        List<String> texts(T answer, List<String> own);

        /// Asks, and keeps the answer.
        default Outcome ask(String step, Dialog dialog, WizardAnswers before, WizardAnswers kept) {
            List<String> own = kept.has(step) ? kept.list(step) : null;
            DialogAnswer<T> answer = dialog.ask(question(before, own));
            return switch (answer) {
                case Given<T>(T value) -> {
                    kept.put(step, texts(value, own));
                    yield Outcome.ANSWERED;
                }
                case Back<T> _ -> Outcome.BACK;
                case Quit<T> _ -> Outcome.QUIT;
            };
        }
    }

    private static WizardStep of(String name, Form<?> form) {
        return new WizardStep(name, _ -> true, _ -> List.of(), form, false);
    }

    /// A step that is left out if its condition does not hold.
    public WizardStep when(Predicate<WizardAnswers> condition) {
        return new WizardStep(name, condition, intro, form, deciding);
    }

    /// A step with lines above its question.
    public WizardStep intro(Function<WizardAnswers, List<String>> lines) {
        return new WizardStep(name, applies, lines, form, deciding);
    }

    /// A step whose answer decides what the later ones are about.
    public WizardStep decides() {
        return new WizardStep(name, applies, intro, form, true);
    }

    /// The question as it would be asked.
    ///
    /// @param kept the answers so far, with that of this step if it was asked before
    public Question<?> question(WizardAnswers before, WizardAnswers kept) {
        return form.question(before, kept.has(name) ? kept.list(name) : null);
    }

    /// Asks the question. The answer is kept beside the others.
    public Outcome ask(MenuSession session, WizardAnswers before, WizardAnswers kept) {
        List<String> lines = intro.apply(before);
        if (!lines.isEmpty()) session.say(lines);
        return form.ask(name, session.dialog(), before, kept);
    }

    public static WizardStep one(String name, Function<WizardAnswers, One<String>> asked) {
        return of(name, new Form<String>() {
            @Override
            public Question<String> question(WizardAnswers before, List<String> own) {
                One<String> one = asked.apply(before);
                int at = own == null ? one.current() : index(one.options(), own.getFirst());
                return new One<>(one.title(), one.help(), one.options(), at);
            }

            @Override
            public List<String> texts(String answer, List<String> own) {
                return List.of(answer);
            }
        });
    }

    public static WizardStep several(String name, Function<WizardAnswers, Several<String>> asked) {
        return of(name, new Form<List<String>>() {
            @Override
            public Question<List<String>> question(WizardAnswers before, List<String> own) {
                Several<String> several = asked.apply(before);
                Set<Integer> chosen = own == null ? several.chosen() : indexes(several.options(), own);
                return new Several<>(several.title(), several.help(), several.options(), chosen, several.least());
            }

            @Override
            public List<String> texts(List<String> answer, List<String> own) {
                return answer;
            }
        });
    }

    public static WizardStep line(String name, Function<WizardAnswers, Line> asked) {
        return of(name, new Form<String>() {
            @Override
            public Question<String> question(WizardAnswers before, List<String> own) {
                Line line = asked.apply(before);
                return own == null ? line : new Line(line.title(), line.help(), own.getFirst(), line.problem());
            }

            @Override
            public List<String> texts(String answer, List<String> own) {
                return List.of(answer.replace('\n', ' ').strip()); // lines of a paste
            }
        });
    }

    /// A text that is not shown. When it is asked again, Enter alone keeps what was typed.
    public static WizardStep hidden(String name, Function<WizardAnswers, Hidden> asked) {
        return of(name, new Form<String>() {
            @Override
            public Question<String> question(WizardAnswers before, List<String> own) {
                Hidden hidden = asked.apply(before);
                if (own == null) return hidden;
                return new Hidden(hidden.title() + " (Enter keeps what you typed)", hidden.help(),
                    typed -> typed.isEmpty() ? null : hidden.problem().apply(typed));
            }

            @Override
            public List<String> texts(String answer, List<String> own) {
                return answer.isEmpty() && own != null ? own : List.of(answer.strip());
            }
        });
    }

    public static WizardStep confirm(String name, Function<WizardAnswers, Confirm> asked) {
        return of(name, new Form<Boolean>() {
            @Override
            public Question<Boolean> question(WizardAnswers before, List<String> own) {
                Confirm confirm = asked.apply(before);
                boolean usual = own == null ? confirm.usual() : own.getFirst().equals("yes");
                return new Confirm(confirm.title(), confirm.help(), usual);
            }

            @Override
            public List<String> texts(Boolean answer, List<String> own) {
                return List.of(answer ? "yes" : "no");
            }
        });
    }

    public static int index(List<Option<String>> options, String value) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).value().equals(value)) return i;
        }
        return -1;
    }

    public static Set<Integer> indexes(List<Option<String>> options, List<String> values) {
        var indexes = new HashSet<Integer>();
        for (String value : values) {
            int at = index(options, value);
            if (at >= 0) indexes.add(at);
        }
        return indexes;
    }
}
