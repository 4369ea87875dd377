package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.config.Format;
import llmrouter.files.ConfigStore;
import llmrouter.files.FileError;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.BadAnswer;
import llmrouter.protocol.Protocol;
import llmrouter.sse.SseOverflow;
import llmrouter.text.Alternatives;
import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// `translate`: translates a text offline as the gateway would, and says what the translation lost.
public final class TranslateCommand {
    private TranslateCommand() {}

    public static Command command() {
        return Command.of("translate", "Translate a request, answer, stream or error offline and say what is lost",
            TranslateCommand::run)
            .withoutSettings()
            .flags(Flag.format("from", "The format it is in.").orElse("what it looks like"),
                Flag.format("to", "The format wanted.").orElse(defaultTarget()),
                Flag.choice("kind", "What it is.", InputGuess.KINDS).orElse("what it looks like"),
                Flag.integer("status", "CODE", 100, 599, "The HTTP status that an error came with.").orElse("500"),
                Flag.bool("explain", "List on standard error what was carried over, approximated and dropped."),
                Flag.JSON)
            .operands("[FILE|-]", 1)
            .examples(
                new Example("translate --explain request.json", "What would another provider get, and what is lost?"),
                new Example("translate --from=claude --kind=stream - < stream.txt",
                    "A recorded event stream from standard input"));
    }

    private static String defaultTarget() {
        return Format.DEFAULT.word() + ", or " + Format.DEFAULT.counterpart().word() + " if it is in that";
    }

    private static int run(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        String text = input(invocation);
        String kind = arguments.given("kind") ? arguments.text("kind") : kind(text, name(arguments));
        Format from = arguments.given("from") ? arguments.format("from") : InputGuess.format(kind, text);
        if (from == null) {
            throw CliError.usage("cannot tell which format the " + kind + " in " + name(arguments) + " is in; add "
                + Format.anyOf("--from=", ""));
        }
        Format to = arguments.given("to") ? arguments.format("to") : from.counterpart();
        Translation translation = translation(kind, text, from, to, (int) arguments.integer("status", 500));
        if (arguments.isOn("json")) invocation.print(json(kind, from, to, translation));
        else print(invocation, from.word() + " " + kind, to, translation);
        return translation.complete() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static String kind(String text, String name) {
        String also = "; add " + Alternatives.of(InputGuess.KINDS.stream().map(kind -> "--kind=" + kind).toList());
        if (Ws.blank(text)) throw CliError.usage(name + " is empty; it must hold a request, answer, stream or error");
        try {
            String kind = InputGuess.guess(text).kind();
            if (kind != null) return kind;
            throw CliError.usage("cannot tell whether " + name + " is a request, an answer or an error: it has none of "
                + "the members messages, input, choices, content, output and error" + also);
        } catch (JsonError error) {
            throw CliError.usage(name + " is neither JSON nor a stream of events: " + error.describe()
                + "; for the text of an error that is no JSON, add --kind=error");
        }
    }

    /// The input as messages name it.
    private static String name(Arguments arguments) {
        return isStandard(arguments) ? "standard input" : arguments.operand();
    }

    private static boolean isStandard(Arguments arguments) {
        return arguments.operand() == null || arguments.operand().equals("-");
    }

    private static String input(Invocation invocation) throws IOException {
        String operand = invocation.arguments().operand();
        boolean standard = isStandard(invocation.arguments());
        if (standard && invocation.shell().terminal()) {
            invocation.say("reading a request, an answer, a stream or an error from the terminal; end it with "
                + "Ctrl-D, or name a file instead");
        }
        try {
            byte[] bytes = standard ? invocation.shell().in().readAllBytes()
                : Files.readAllBytes(ConfigStore.expand(operand, invocation.shell().home()));
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (NoSuchFileException _) {
            throw CliError.usage("there is no file " + operand);
        } catch (CharacterCodingException _) {
            throw CliError.usage(name(invocation.arguments()) + " is not UTF-8 text");
        } catch (IOException error) {
            throw FileError.of("read", Path.of(name(invocation.arguments())), error);
        }
    }

    private static Translation translation(String kind, String text, Format from, Format to, int status) {
        try {
            return Translation.of(kind, text, Protocol.of(from), Protocol.of(to), status);
        } catch (GatewayError error) {
            String field = error.error().param() == null ? "" : " (" + error.error().param() + ")";
            String what = from.word() + " " + kind;
            throw CliError.usage("this " + what + " cannot be translated: " + error.getMessage() + field);
        } catch (JsonError error) {
            throw notOfFormat(kind, from, error.describe());
        } catch (BadAnswer | SseOverflow error) {
            throw notOfFormat(kind, from, error.getMessage());
        }
    }

    private static CliError notOfFormat(String kind, Format from, String why) {
        return CliError.usage("this is not a valid " + kind + " of the " + from.word() + " format: " + why);
    }

    private static Json.Obj json(String kind, Format from, Format to, Translation translation) {
        Losses losses = translation.losses();
        var reasons = Json.object();
        for (List<String> names : List.of(losses.dropped(), losses.approximated())) {
            for (String name : names) {
                if (!losses.reason(name).isEmpty()) reasons.put(name, losses.reason(name));
            }
        }
        return Json.object().put("kind", kind).put("from", from.word()).put("to", to.word())
            .put("result", translation.json() != null ? translation.json() : Json.of(translation.text()))
            .put("dropped", Json.strings(losses.dropped())).put("approximated", Json.strings(losses.approximated()))
            .put("reasons", reasons).put("notes", Json.strings(translation.notes()))
            .put("complete", translation.complete());
    }

    /// @param what is translated: its format and kind
    private static void print(Invocation invocation, String what, Format to, Translation translation) {
        Losses losses = translation.losses();
        invocation.shell().out().print(Printable.json(translation.text()));
        if (invocation.arguments().isOn("explain")) {
            invocation.say(what + " -> " + to.word());
            for (String note : translation.notes()) invocation.say("  " + note);
            explain(invocation, "approximated", losses.approximated(), losses, "");
            explain(invocation, "dropped", losses.dropped(), losses,
                " (the " + to.word() + " format has nothing like it)");
        } else if (!losses.isEmpty()) {
            invocation.say("lost: " + losses.line());
        }
        if (!translation.complete()) invocation.say("the answer is not complete");
    }

    /// The fields without a reason on one line, each other one on a line of its own with its reason.
    ///
    /// @param general reason of the fields that have none of their own
    private static void explain(Invocation invocation, String what, List<String> names, Losses losses,
            String general) {
        List<String> plain = names.stream().filter(name -> losses.reason(name).isEmpty()).toList();
        if (names.isEmpty()) invocation.say("  " + what + ": nothing");
        if (!plain.isEmpty()) invocation.say("  " + what + ": " + String.join(", ", plain) + general);
        for (String name : names) {
            String reason = losses.reason(name);
            if (!reason.isEmpty()) invocation.say("  " + what + ": " + name + " (" + reason + ")");
        }
    }
}
