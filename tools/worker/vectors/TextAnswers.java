package vectors;

import java.util.List;

import llmrouter.chat.ErrorHints;
import llmrouter.chat.Seal;
import llmrouter.config.SecretMask;
import llmrouter.config.edit.compare.LineDiff;
import llmrouter.http.Latin1;
import llmrouter.routing.FailureClassifier;
import llmrouter.sse.SseDecoder;
import llmrouter.sse.SseEncoder;
import llmrouter.text.Base64Url;
import llmrouter.text.Fnv1a;
import llmrouter.text.KeyWords;
import llmrouter.text.NearestName;
import llmrouter.text.NearestReference;
import llmrouter.text.Plural;
import llmrouter.text.Printable;
import llmrouter.text.Quoted;
import llmrouter.text.Text;
import llmrouter.text.TimeWords;
import llmrouter.text.Ws;

/// Functions of texts.
final class TextAnswers {
    static final List<String> NAMES = List.of("printable", "white", "quote", "key-words", "nearest", "quoted",
        "latin1", "base64", "seal", "hash", "hints", "events", "diff");

    private static final List<String> KNOWN = List.of("openrouter/anthropic/claude-sonnet-4.5", "openai/gpt-5.1",
        "Grün/straße", "İstanbul/ΣΟΦΟΣ", "smart", "--base-url", "modelAliases");

    private TextAnswers() {}

    static String of(String name, String s) {
        return switch (name) {
            case "printable" -> Printable.of(s) + "|" + Printable.of(s, 9) + "|" + Printable.lines(s) + "|"
                + Printable.ascii(s, 20) + "|" + Printable.json(new Text().quote(s).take());
            case "white" -> Ws.trim(s) + "|" + Ws.trimEnd(s) + "|" + Ws.blank(s);
            case "quote" -> quote(s);
            case "key-words" -> KeyWords.hidden(s) + "|" + KeyWords.beginsLikeKey(s) + SecretMask.key(s);
            case "nearest" -> NearestName.of(s, KNOWN, 3) + NearestName.hint(s, KNOWN) 
                + NearestReference.of(s, KNOWN, 3) + NearestReference.hint(s, KNOWN);
            case "quoted" -> Quoted.hidden(s) + "|" + Quoted.hiddenAfter("was", s);
            case "latin1" -> Latin1.utf8(s) + "|" + Latin1.text(s) + "|" + Latin1.textOrNull(s) + "|"
                + Latin1.text(Latin1.utf8(s)) + "|" + Latin1.holds(s);
            case "base64" -> Base64Url.encode(Latin1.utf8(s)) + "|" + Base64Url.decode(s);
            case "seal" -> seal(s);
            case "hash" -> Fnv1a.hex(s) + " " + new Fnv1a().add(s).add(s).hex();
            case "hints" -> ErrorHints.in(s) + " " + ErrorHints.money(s) + ErrorHints.front(s) + hints(s);
            case "time" -> TimeWords.of(Long.parseLong(s)) + " " + Plural.of(Long.parseLong(s), "request");
            case "events" -> events(s);
            case "diff" -> LineDiff.of(s, s.replace('e', '\n')).toString();
            default -> throw new IllegalStateException("no function " + name);
        };
    }

    private static String quote(String s) {
        String quoted = new Text().quote(s).take();
        return quoted + "|" + Text.unescape(quoted, 1, quoted.length() - 1);
    }

    private static String seal(String s) {
        Seal made = new Seal(Seal.Kind.SIGNATURE, "p/ü", s);
        return made.text() + " " + Seal.of(made.text()) + " " + Seal.of(s) + " " + Seal.mostValues(s);
    }

    private static String hints(String s) {
        var left = new StringBuilder();
        for (int status : new int[] {200, 400, 401, 403, 404, 413, 422, 429, 500, 503, 529}) {
            left.append(' ').append(FailureClassifier.of(status, s));
        }
        return left.toString();
    }

    private static String events(String s) {
        var decoder = new SseDecoder(1 << 16);
        var out = new Text();
        for (String piece : Pieces.of(s, Long.toString(s.length()))) {
            for (var event : decoder.feed(piece)) SseEncoder.write(event.name(), event.data(), out);
        }
        for (var event : decoder.end()) out.add(event.raw());
        return out.add(SseEncoder.comment("a")).take() + decoder.held() + decoder.remainder();
    }
}
