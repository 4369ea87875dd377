package vectors;

import java.util.List;

import llmrouter.chat.GatewayError;
import llmrouter.config.edit.input.RefusedInput;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.protocol.BadAnswer;
import llmrouter.sse.SseOverflow;
import llmrouter.toml.TomlError;
import llmrouter.zstd.ZstdException;

/// Answers vectors: a vector is a kind and the texts that the core gets, its answer is the text of all that comes out.
/// The same code runs on the JVM and, compiled, in a JavaScript engine. What a vector does is decided by its texts
/// alone, so both must give the same answer.
final class Answers {
    /// Begins the answer of a vector in which the core threw what none of its methods promises to throw.
    static final String CRASH = "CRASH ";

    private Answers() {}

    /// @param vector a kind, then its inputs
    static String of(String[] vector) {
        try {
            return answer(List.of(vector));
        } catch (JsonError e) {
            return "JsonError " + e.describe() + " " + e.offset();
        } catch (TomlError e) {
            return "TomlError " + e.describe() + " " + e.offset() + " " + e.fix();
        } catch (GatewayError e) {
            return "GatewayError " + e.error();
        } catch (BadAnswer | SseOverflow | RefusedInput e) {
            return "refused: " + e.getMessage();
        } catch (ZstdException e) {
            return "ZstdException " + e.kind() + " " + e.getMessage();
        } catch (RuntimeException e) {
            return CRASH + kind(e);
        }
    }

    /// Names of classes are not kept by the compiler, so the usual ones are named here.
    private static String kind(RuntimeException e) {
        return switch (e) {
            case NullPointerException _ -> "null";
            case IndexOutOfBoundsException _ -> "index";
            case ClassCastException _ -> "cast";
            case IllegalStateException _ -> "state: " + e.getMessage();
            case IllegalArgumentException _ -> "argument";
            default -> "other";
        };
    }

    private static String answer(List<String> v) throws ZstdException {
        String first = v.size() > 1 ? v.get(1) : "";
        return switch (v.getFirst()) {
            case "request" -> TranslationAnswers.request(v.get(1), v.get(2), v.get(3));
            case "answer" -> TranslationAnswers.answer(v.get(1), v.get(2), v.get(3));
            case "error" -> TranslationAnswers.error(v.get(1), v.get(2), v.get(3), v.get(4));
            case "stream" -> TranslationAnswers.stream(v.get(1), v.get(2), v.get(3), v.get(4));
            case "exchange" -> new ScriptedExchange((Json.Obj) Json.parse(first)).run();
            case "hosted" -> new HostedAnswers((Json.Obj) Json.parse(first), new ModuleRecord(false)).run();
            case "admission" -> AdmissionAnswers.of((Json.Obj) Json.parse(first));
            case "routing" -> new RoutingHistory(Long.parseLong(first)).run();
            case "windows" -> RoutingAnswers.windows(Long.parseLong(first));
            case "names" -> RoutingAnswers.names(v.get(1), v.get(2), v.get(3));
            case "grammar" -> GrammarAnswers.of(v.get(1), v.get(2));
            case "text" -> TextAnswers.of(v.get(1), v.get(2));
            case "json" -> DocumentAnswers.json(v.get(1), v.get(2));
            case "toml" -> DocumentAnswers.toml(v.get(1), v.get(2));
            case "config" -> ConfigAnswers.of(first);
            case "settings" -> ConfigAnswers.settings((Json.Obj) Json.parse(first));
            case "schema" -> ConfigAnswers.schema();
            case "change" -> ChangeAnswers.of(v.get(1), v.get(2));
            case "secrets" -> ConfigAnswers.secrets(v.get(1), v.get(2));
            case "waits" -> TranslationAnswers.waits(v.get(1), v.get(2), v.get(3));
            case "zstd" -> ByteAnswers.zstd(v.get(1), Long.parseLong(v.get(2)));
            case "hosted-zstd" -> ByteAnswers.hosted(v.get(1), v.get(2));
            case "preview" -> RoutingAnswers.preview(v.get(1), v.get(2), v.get(3));
            default -> throw new IllegalStateException("no kind " + v.getFirst());
        };
    }
}
