package llmrouter.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import llmrouter.cli.CliRun;
import llmrouter.cli.CommandTable;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TranslateCommandTest {
    private static final String CHAT = """
        {"model":"m","max_completion_tokens":50,"logit_bias":{"1":2},
         "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}""";
    private static final String MESSAGES_STREAM = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m",\
        "content":[],"usage":{"input_tokens":3,"output_tokens":0}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

        """;
    private static final String MESSAGES_END = """
        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
        "usage":{"output_tokens":1}}

        event: message_stop
        data: {"type":"message_stop"}

        """;

    private static CliRun translate(String input, String... flags) {
        var words = new String[flags.length + 1];
        words[0] = "translate";
        System.arraycopy(flags, 0, words, 1, flags.length);
        return CliRun.of(CommandTable.standard(), input, words);
    }

    @Test
    void aRequestBecomesOneOfTheOtherFormatAndItsLossesAreSaid() {
        var run = translate(CHAT);
        assertEquals(0, run.exitCode(), run.err());
        var body = (Json.Obj) Json.parse(run.out());
        assertTrue(body.has("system"), run.out());
        assertEquals(50, body.number("max_tokens", 0));
        assertEquals("lost: dropped=logit_bias\n", run.err());
    }

    @Test
    void explainListsWhatWasCarriedAndWhatWasNot() {
        var run = translate(CHAT, "--explain");
        assertEquals(translate(CHAT).out(), run.out());
        assertTrue(run.err()
            .startsWith("openai request -> claude\n  carried over: model, max_completion_tokens, messages\n"),
            run.err());
        assertTrue(run.err().endsWith("  approximated: nothing\n  dropped: logit_bias (the claude format has "
            + "nothing like it)\n"), run.err());
    }

    @Test
    void explainSaysWhatBecameOfAFieldAndWhatIsNoLoss() {
        String request = """
            {"model":"m","temperature":1.5,"seed":7,"metadata":{"run":"1"},"reasoning_effort":"minimal",\
            "messages":[{"role":"user","content":"Hi"}]}""";
        String said = translate(request, "--explain").err();
        assertTrue(said.contains("  carried over: model, reasoning_effort, messages\n"), said);
        assertTrue(said.contains("  left out, which is no loss: metadata\n"), said);
        assertTrue(said.contains("  answers end at 8192 tokens: the claude format needs max_tokens, and neither the "
            + "request nor the model's maxOutputTokens sets a limit\n"), said);
        assertTrue(said.contains("  dropped: seed (the claude format has nothing like it)\n"), said);
        assertTrue(said.contains("  dropped: temperature (not beside thinking)\n"), said);
        var report = (Json.Obj) Json.parse(translate(request, "--json").out());
        assertEquals("{\"temperature\":\"not beside thinking\"}", report.get("reasons").toString());
    }

    @Test
    void jsonHoldsTheTranslationAndTheLedger() {
        var report = (Json.Obj) Json.parse(translate(CHAT, "--json").out());
        assertEquals("request", report.text("kind"));
        assertEquals("[\"logit_bias\"]", report.get("dropped").toString());
        assertEquals("m", report.object("result").text("model"));
        assertTrue(report.isTrue("complete"));
    }

    @Test
    void aRequestKeepsItsMeaningOnTheWayBack() {
        var there = translate("""
            {"model":"m","max_completion_tokens":50,"messages":[{"role":"user","content":"Hi"}]}""").out();
        var back = (Json.Obj) Json.parse(translate(there, "--from=claude").out());
        assertEquals(50, back.number("max_completion_tokens", back.number("max_tokens", 0)));
        assertTrue(back.get("messages").toString().contains("Hi"));
    }

    @Test
    void aStreamIsTranslatedEventByEvent() {
        var run = translate(MESSAGES_STREAM + MESSAGES_END);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains("\"content\":\"Hello\""), run.out());
        assertTrue(run.out().endsWith("data: [DONE]\n\n"), run.out());
    }

    @Test
    void aTruncatedStreamIsNotCalledASuccess() {
        var run = translate(MESSAGES_STREAM);
        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("\"error\""), run.out());
        assertTrue(run.err().contains("not complete"), run.err());
    }

    @Test
    void answersAndErrorsAreRecognised() {
        var answer = translate("""
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m",\
            "choices":[{"index":0,"finish_reason":"stop",\
            "message":{"role":"assistant","content":"Hello"}}],\
            "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""");
        assertEquals("message", ((Json.Obj) Json.parse(answer.out())).text("type"), answer.err());
        var error = translate("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}",
            "--status=529");
        assertEquals("busy", ((Json.Obj) Json.parse(error.out())).object("error").text("message"), error.err());
    }

    @Test
    void aFileIsReadByItsName(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("request.json"), CHAT);
        var run = CliRun.at(folder, Map.of(), "translate", "~/request.json");
        assertEquals(translate(CHAT).out(), run.out());
        assertEquals(2, CliRun.at(folder, Map.of(), "translate", "~/nothing.json").exitCode());
    }

    @Test
    void inputThatIsNoRequestAnswerStreamOrErrorIsNamedAsWhatItIs() {
        assertRefused("standard input is empty; ", "");
        assertRefused("standard input is neither JSON nor a stream of events: expected a value, found 'H' at line 1, "
            + "column 1; ", "Hello");
        assertRefused("standard input is neither JSON nor a stream of events: ", "{\"messages\": [");
        assertRefused("cannot tell whether standard input is a request, an answer or an error: ", "{\"what\": 1}");
        assertRefused("cannot tell whether standard input is a request, an answer or an error: ", "[1]");
        assertRefused("cannot tell which format the stream in standard input is in; add --from=openai",
            "data: {}\n\n");
        assertRefused("this is not a valid request of the openai format: ", "x", "--kind=request", "--from=chat");
        String page = "<html><title>502 Bad Gateway</title></html>";
        assertEquals(0, translate(page, "--kind=error", "--from=claude").exitCode());
    }

    private static void assertRefused(String words, String input, String... flags) {
        var run = translate(input, flags);
        assertEquals(2, run.exitCode(), run.out());
        assertTrue(run.err().startsWith("llm-router: " + words), run.err());
        assertFalse(run.err().contains("this error"), run.err());
    }

    @Test
    void aFolderIsNoFile(@TempDir Path folder) {
        var run = CliRun.at(folder, Map.of(), "translate", folder.toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.err().startsWith("llm-router: cannot read " + folder), run.err());
    }

    @Test
    void inputThatCannotBeMeantIsRefusedWithItsPlace() {
        var broken = translate("{\"messages\":\n[,", "--kind=request", "--from=openai");
        assertEquals(2, broken.exitCode());
        assertTrue(broken.err().contains("line 2, column 2"), broken.err());
        assertEquals(2, translate("{\"what\":1}").exitCode());
        assertEquals(2, translate("{\"messages\":3,\"system\":\"x\"}").exitCode());
    }
}
