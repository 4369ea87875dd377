package llmrouter.cli.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import llmrouter.chat.ApiError;
import llmrouter.chat.TokenLimit;
import llmrouter.cli.CliRun;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.Json.Obj;
import llmrouter.protocol.Protocol;
import llmrouter.protocol.errors.AnthropicError;
import llmrouter.protocol.errors.OpenAiError;
import llmrouter.report.CodeEntry;
import llmrouter.report.CodePlace;
import llmrouter.routing.CandidateState;
import llmrouter.routing.RequestEnd;
import llmrouter.routing.RouteOutlook;
import llmrouter.routing.SkipReason;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// The catalogue lists what the program can produce, and nothing else.
class CodeCatalogTest {
    private static final Pattern API_ERROR = Pattern.compile("new ApiError\\(");
    private static final Pattern WORD = Pattern.compile("\"([a-z]+(?:_[a-z]+)+)\"");
    private static final Pattern COMMAND = Pattern.compile("`llm-router ([^`]*)`");
    /// What stands in the place of the code where an error is read from a provider, copied or made by a caller.
    private static final Set<String> PASSED_ON = Set.of("null", "code", "error.code()");

    private static Set<String> listed(CodePlace place) {
        return ExplainCommand.codes().stream().filter(entry -> entry.places().contains(place)).map(CodeEntry::code)
            .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertListed(CodePlace place, Stream<String> produced) {
        assertEquals(produced.collect(Collectors.toCollection(TreeSet::new)), listed(place));
    }

    @Test
    void listsEveryEndSkipStateAndGate() {
        assertListed(CodePlace.OUTCOME, Stream.of(RequestEnd.values()).filter(end -> end != RequestEnd.OK)
            .map(RequestEnd::word));
        assertListed(CodePlace.SKIP, Stream.of(SkipReason.values()).map(SkipReason::word));
        assertListed(CodePlace.GATE, Stream.of(GateState.values()).map(GateState::word));
        Stream<String> candidates = Stream.of(CandidateState.values()).filter(state -> state != CandidateState.OK)
            .map(CandidateState::word);
        Stream<String> routes = Stream.of(RouteOutlook.State.values()).filter(state -> state != RouteOutlook.State.OK)
            .map(RouteOutlook.State::word);
        assertListed(CodePlace.STATE, Stream.concat(candidates, routes));
    }

    /// The types are those that the writers of the formats give to any error.
    @Test
    void listsEveryTypeThatAnErrorBodyCanHave() {
        var types = new TreeSet<String>();
        for (ApiError error : errors()) {
            for (Format format : Format.values()) {
                types.add(body(format, error).text("type"));
            }
        }
        assertListed(CodePlace.ERROR_TYPE, types.stream());
    }

    /// The codes are those that the writers give to an error without one, and those that the program's sources name.
    @Test
    void listsEveryCodeThatAnErrorBodyCanHave() throws IOException {
        var codes = new TreeSet<>(codesInSources());
        for (ApiError error : errors()) {
            for (Format format : Format.values()) {
                if (body(format, error).text("code") instanceof String code) codes.add(code);
            }
            codes.add(OpenAiError.listedCode(error));
        }
        codes.add(((Obj) Json.parse(AnthropicError.write(AnthropicError.continuedThread(), "r"))).object("error")
            .object("details").text("error_code"));
        assertListed(CodePlace.ERROR_CODE, codes.stream());
    }

    /// An error of each kind with each status that goes with some kind, and errors about limits.
    private static List<ApiError> errors() {
        var all = new ArrayList<ApiError>();
        for (ApiError.Kind kind : ApiError.Kind.values()) {
            for (int status : new int[] {400, 401, 402, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504, 529}) {
                all.add(ApiError.of(status, kind, "m"));
            }
        }
        all.add(ApiError.of(400, ApiError.Kind.INVALID_REQUEST, "m").limited(new TokenLimit(-1, 9, 4, null)));
        return all;
    }

    private static Obj body(Format format, ApiError error) {
        return ((Obj) Json.parse(Protocol.of(format).writeError(error, "r"))).object("error");
    }

    /// The fourth argument of each `new ApiError(…)` in the sources: a literal, or the word of an end.
    private static Set<String> codesInSources() throws IOException {
        var codes = new LinkedHashSet<String>();
        var unknown = new ArrayList<String>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            var calls = API_ERROR.matcher(text);
            while (calls.find()) {
                List<String> arguments = arguments(text, calls.end());
                if (arguments.size() < 5) continue;
                String code = arguments.get(3);
                var literal = WORD.matcher(code);
                if (literal.matches()) codes.add(literal.group(1));
                else if (code.equals("RequestEnd.INTERNAL_ERROR.word()")) codes.add(RequestEnd.INTERNAL_ERROR.word());
                else if (!PASSED_ON.contains(code) && !code.contains(".code()") && !code.equals("NO_THREAD")) {
                    unknown.add(file + ": " + code);
                }
            }
        }
        assertEquals(List.of(), unknown, "the code of an error is a literal, so that this test finds it");
        assertTrue(codes.size() >= 7, codes.toString());
        return codes;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
        }
    }

    /// The arguments of a call, without their white space.
    ///
    /// @param from behind the opening bracket
    private static List<String> arguments(String text, int from) {
        var all = new ArrayList<String>();
        int depth = 0;
        boolean quoted = false;
        int start = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && text.charAt(i - 1) != '\\') quoted = !quoted;
            if (quoted) continue;
            boolean end = c == ')' && depth == 0;
            if (end || c == ',' && depth == 0) {
                all.add(text.substring(start, i).strip());
                start = i + 1;
            }
            if (end) return all;
            if (c == '(') depth++;
            if (c == ')') depth--;
        }
        throw new AssertionError("a call without an end");
    }

    @Test
    void eachCodeHasOneRowWithAMeaningACauseAndAFix() {
        var seen = new TreeSet<String>();
        for (CodeEntry entry : ExplainCommand.codes()) {
            assertTrue(seen.add(entry.code()), entry.code() + " has two rows");
            for (String text : List.of(entry.meaning(), entry.cause(), entry.fix())) {
                assertTrue(text.length() > 10, entry.code() + ": " + text);
            }
            assertTrue(entry.cause().endsWith(".") && entry.fix().endsWith("."), entry.code());
        }
    }

    /// A fix names only commands and operations that are there.
    @Test
    void theCommandsInTheFixesAreThere() {
        int commands = 0;
        for (CodeEntry entry : ExplainCommand.codes()) {
            var found = COMMAND.matcher(entry.fix());
            while (found.find()) {
                String[] words = found.group(1).split(" ");
                boolean known = words[0].equals("help") || words[0].equals("connect")
                    || CliRun.of(words[0], "--help").exitCode() == 0;
                assertTrue(known, found.group());
                if (words[0].equals("config")) {
                    assertEquals(0, CliRun.of("help", "config", words[1]).exitCode(), found.group());
                }
                commands++;
            }
        }
        assertTrue(commands > 25, "only " + commands + " commands");
    }

    @Test
    void explainSaysMeaningCauseAndFix() {
        CliRun run = CliRun.of("explain", "Circuit_Open");
        assertEquals(0, run.exitCode());
        assertTrue(run.out().startsWith("circuit-open: paused after consecutive failures\n"), run.out());
        assertTrue(run.out().contains("cause:  Several calls in a row failed."), run.out());
        assertTrue(run.out().contains("'llm-router wake PROVIDER'"), run.out());
    }

    @Test
    void explainOfAStatusListsItsCodes() {
        Obj json = (Obj) Json.parse(CliRun.of("explain", "413", "--json").out());
        assertEquals(List.of("request_too_large", "invalid_request_error"),
            json.objects("codes").stream().map(code -> code.text("code")).toList());
    }

    @Test
    void explainWithoutACodeListsAll() {
        String out = CliRun.of("explain").out();
        for (CodeEntry entry : ExplainCommand.codes()) assertTrue(out.contains("  " + entry.code() + " "
            + ""), entry.code());
        Obj json = (Obj) Json.parse(CliRun.of("explain", "--json").out());
        assertEquals(ExplainCommand.codes().size(), json.objects("codes").size());
    }

    @Test
    void explainOfAnUnknownCodeNamesTheNearestAndSaysWhoseItMayBe() {
        CliRun run = CliRun.of("explain", "auth_faild");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("did you mean \"auth_failed\"?"), run.err());
        assertTrue(run.err().contains("a provider's own"), run.err());
    }
}
