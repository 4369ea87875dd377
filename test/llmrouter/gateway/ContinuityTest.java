package llmrouter.gateway;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import llmrouter.admission.Endpoint;
import llmrouter.chat.Seal;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// What only its issuer understands comes back to it in the next turn, and to no other provider. The providers a and b
/// speak Chat Completions, c and d Messages, r and s Responses.
class ContinuityTest {
    private static final String CONFIG = """
        {'version':2,'providers':[
        {'id':'a','baseUrl':'https://a.example','apiKey':'k-of-a','formats':['openai'],'models':[
         {'id':'gemini-3-pro'},{'id':'anthropic/sonnet'},{'id':'other'}]},
        {'id':'b','baseUrl':'https://b.example','apiKey':'k-of-b','formats':['openai'],'models':[
         {'id':'gemini-3-pro'},{'id':'anthropic/sonnet'}]},
        {'id':'c','baseUrl':'https://c.example','apiKey':'k-of-c','formats':['claude'],'models':[{'id':'claude-x'}]},
        {'id':'d','baseUrl':'https://d.example','apiKey':'k-of-d','formats':['claude'],'models':[{'id':'claude-x'}]},
        {'id':'r','baseUrl':'https://r.example','apiKey':'k-of-r','formats':['responses'],'models':[{'id':'gpt'}]},
        {'id':'s','baseUrl':'https://s.example','apiKey':'k-of-s','formats':['responses'],'models':[{'id':'gpt'}]}],
        'modelAliases':{'all':{'strategy':'ordered','targets':['a/other','s/gpt','r/gpt']},
         'claudes':{'strategy':'ordered','targets':['a/other','d/claude-x','c/claude-x']}}}""";
    private static final String SIGNED = "'extra_content':{'google':{'thought_signature':'SIG'}}";
    private static final String CALL = "'tool_calls':[{'index':0,'id':'call_1','type':'function',"
        + "'function':{'name':'look','arguments':'{}'}," + SIGNED + "}]";
    private static final String DETAILS = "'reasoning':'hm','reasoning_details':[{'type':'reasoning.text','text':'hm',"
        + "'signature':'SIG','format':'f','index':0}]";
    private static final String USAGE = "'usage':{'prompt_tokens':1,'completion_tokens':1,'total_tokens':2}";

    /// A client of one format: its requests, and what it keeps of an answer.
    private record Client(Format format) {
        ClientRequest ask(String model, boolean stream, List<Json> history) {
            Json.Obj body = Json.object().put("model", model).put("stream", stream);
            if (format == Format.CLAUDE) body.put("max_tokens", 100);
            Json.Arr turns = Json.array(Json.parse("{\"role\":\"user\",\"content\":\"look\"}"));
            turns.items().addAll(history);
            body.put(format == Format.RESPONSES ? "input" : "messages", turns);
            Endpoint endpoint = switch (format) {
                case OPENAI -> Endpoint.CHAT;
                case CLAUDE -> Endpoint.MESSAGES;
                case RESPONSES -> Endpoint.RESPONSES;
            };
            return Story.request(endpoint, format, body.toString());
        }

        /// The answer and the results of its calls, as the client sends them in its next request.
        List<Json> kept(String answer) {
            var body = (Json.Obj) Json.parse(answer);
            return switch (format) {
                case OPENAI -> {
                    Json.Obj message = body.objects("choices").getFirst().object("message");
                    yield message.items("tool_calls").isEmpty() ? List.of(message, said("go on"))
                        : List.of(message, parsed("{'role':'tool','tool_call_id':'call_1','content':'a tree'}"));
                }
                case CLAUDE -> List.of(Json.object().put("role", "assistant").put("content", body.get("content")),
                    body.text("stop_reason").equals("tool_use") ? parsed("{'role':'user','content':[{'type':"
                        + "'tool_result','tool_use_id':'call_1','content':'a tree'}]}") : said("go on"));
                case RESPONSES -> {
                    var items = new java.util.ArrayList<>(body.items("output"));
                    items.add(parsed("{'type':'function_call_output','call_id':'call_1','output':'a tree'}"));
                    yield items;
                }
            };
        }

        private static Json said(String words) {
            return Json.object().put("role", "user").put("content", words);
        }
    }

    private static Json parsed(String json) {
        return Json.parse(json.replace('\'', '"'));
    }

    private static Story story(Client client, String model, String answer) {
        return Story.of(CONFIG, Story.POLICY, client.ask(model, false, List.of())).answer(200, answer);
    }

    private static String chat(String message) {
        String finish = message.contains("tool_calls") ? "tool_calls" : "stop";
        return "{'id':'x','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,'message':{'role':"
            + "'assistant','content':'b'," + message + "},'finish_reason':'" + finish + "'}]," + USAGE + "}";
    }

    private static String claude(String block) {
        return "{'type':'message','id':'msg_1','role':'assistant','model':'m','content':[" + block
            + ",{'type':'text','text':'b'}],'stop_reason':'end_turn','usage':{'input_tokens':1,'output_tokens':1}}";
    }

    private static String responses(String item) {
        return "{'id':'resp_1','object':'response','created_at':1,'status':'completed','model':'m','output':[" + item
            + "],'usage':{'input_tokens':1,'output_tokens':1,'total_tokens':2}}";
    }

    /// The assistant's message in a Chat request.
    private static Json.Obj assistant(Story story) {
        for (Json.Obj m : ((Json.Obj) Json.parse(story.call().body())).objects("messages")) {
            if ("assistant".equals(m.text("role"))) return m;
        }
        throw new AssertionError("no assistant's message in " + story.call().body());
    }

    private static String loss(Story story) {
        return switch (story.last()) {
            case Action.Reply reply -> reply.headers().get("x-llm-router-loss");
            default -> throw new AssertionError(story.last());
        };
    }

    @ParameterizedTest
    @EnumSource
    void geminisSignatureComesBackToItAlone(Format format) {
        var client = new Client(format);
        var story = story(client, "a/gemini-3-pro", chat(CALL));
        List<Json> kept = client.kept(story.reply().body());
        story.summary();
        var back = story.then(Story.POLICY, client.ask("a/gemini-3-pro", false, kept));
        Json.Obj call = assistant(back).objects("tool_calls").getFirst();
        assertEquals(parsed("{" + SIGNED + "}").toString(),
            Json.object().put("extra_content", call.get("extra_content")).toString());
        assertNull(loss(back.answer(200, chat("'refusal':null"))));
        var away = story.then(Story.POLICY, client.ask("b/gemini-3-pro", false, kept));
        Json.Obj there = assistant(away).objects("tool_calls").getFirst();
        assertFalse(away.call().body().contains("SIG"), away.call().body());
        assertEquals("skip_thought_signature_validator",
            there.object("extra_content").object("google").text("thought_signature"));
        assertTrue(loss(away.answer(200, chat("'refusal':null"))).contains("another model thought that"));
    }

    @ParameterizedTest
    @EnumSource
    void reasoningDetailsComeBackToTheirIssuerAlone(Format format) {
        var client = new Client(format);
        var story = story(client, "a/anthropic/sonnet", chat(DETAILS));
        List<Json> kept = client.kept(story.reply().body());
        story.summary();
        var back = story.then(Story.POLICY, client.ask("a/anthropic/sonnet", false, kept));
        assertEquals(((Json.Obj) parsed("{" + DETAILS + "}")).get("reasoning_details"),
            assistant(back).get("reasoning_details"));
        for (String model : List.of("b/anthropic/sonnet", "c/claude-x", "r/gpt")) {
            var away = story.then(Story.POLICY, client.ask(model, false, kept));
            assertFalse(away.call().body().contains("SIG"), away.call().body());
            assertFalse(away.call().body().contains("llm-router."), away.call().body());
            var strict = story.then(Story.POLICY.withStrict(true), client.ask(model, false, kept));
            assertEquals(400, strict.reply().status());
        }
    }

    /// At an aggregator, another model is served by another vendor.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPENAI")
    void membersDoNotGoToAnotherModelOfTheirIssuer(Format format) {
        var client = new Client(format);
        var story = story(client, "a/anthropic/sonnet", chat(DETAILS));
        List<Json> kept = client.kept(story.reply().body());
        assertFalse(story.then(Story.POLICY, client.ask("a/other", false, kept)).call().body().contains("SIG"));
    }

    @Test
    void aChatClientsStreamIsRememberedAsWell() {
        var client = new Client(Format.OPENAI);
        String head = "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";
        String delta = (CALL + "," + DETAILS.replace("SIG", "SIG2")).replace('\'', '"');
        var story = Story.of(CONFIG, Story.POLICY, client.ask("a/gemini-3-pro", true, List.of())).stream(
            head + "\"choices\":[{\"index\":0,\"delta\":{" + delta + "}}]}\n\n",
            head + "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n");
        story.summary();
        List<Json> kept = client.kept(chat(CALL + "," + DETAILS.replace("SIG", "SIG2")).replace('\'', '"'));
        String back = story.then(Story.POLICY, client.ask("a/gemini-3-pro", false, kept)).call().body();
        assertTrue(back.contains("SIG\"") && back.contains("SIG2"), back);
        String away = story.then(Story.POLICY, client.ask("b/gemini-3-pro", false, kept)).call().body();
        assertFalse(away.contains("SIG\"") || away.contains("SIG2"), away);
    }

    @Test
    void aChatHistoryThatNoneIsKnownToHaveIssuedPassesToTheByte() {
        var client = new Client(Format.OPENAI);
        var request = client.ask("a/other", false, client.kept(chat(CALL + "," + DETAILS).replace('\'', '"')));
        String sent = Story.of(CONFIG, Story.POLICY, request).call().body();
        assertEquals(request.body().replace("a/other", "other"), sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'thinking','thinking':'hm','signature':'SIG'}",
        "{'type':'redacted_thinking','data':'SIG'}"})
    void aChatClientKeepsClaudesThinking(String block) {
        var client = new Client(Format.OPENAI);
        var story = story(client, "c/claude-x", claude(block));
        List<Json> kept = client.kept(story.reply().body());
        String back = story.then(Story.POLICY, client.ask("c/claude-x", false, kept)).call().body();
        assertTrue(back.contains(block.replace('\'', '"')), back);
        for (String model : List.of("d/claude-x", "a/other", "r/gpt")) {
            var away = story.then(Story.POLICY, client.ask(model, false, kept));
            assertFalse(away.call().body().contains("SIG"), away.call().body());
            assertFalse(away.call().body().contains("reasoning_details"), away.call().body());
            assertFalse(away.call().body().contains("llm-router."), away.call().body());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESPONSES")
    void encryptedReasoningComesBackToItsIssuerAlone(Format format) {
        String item = "{'type':'reasoning','id':'rs_1','summary':[],'encrypted_content':'SIG'},"
            + "{'type':'function_call','id':'fc_1','call_id':'call_1','name':'look','arguments':'{}'}";
        var client = new Client(format);
        var story = story(client, "r/gpt", responses(item));
        List<Json> kept = client.kept(story.reply().body());
        String back = story.then(Story.POLICY, client.ask("r/gpt", false, kept)).call().body();
        assertTrue(back.contains("\"encrypted_content\":\"SIG\""), back);
        for (String model : List.of("s/gpt", "c/claude-x", "a/other")) {
            String away = story.then(Story.POLICY, client.ask(model, false, kept)).call().body();
            assertFalse(away.contains("SIG") || away.contains("llm-router."), away);
        }
    }

    /// A client may send what it has got in one format in a request of another format.
    @Test
    void aSealInTheIssuersOwnFormatBecomesTheIssuersDataAgain() {
        String seal = new Seal(Seal.Kind.REASONING, "r", "SIG").text();
        String item = "{'type':'reasoning','summary':[],'encrypted_content':'" + seal + "'}";
        var client = new Client(Format.RESPONSES);
        var request = client.ask("r/gpt", false, List.of(parsed(item)));
        assertTrue(Story.of(CONFIG, Story.POLICY, request).call().body().contains("\"encrypted_content\":\"SIG\""));
        var other = client.ask("s/gpt", false, List.of(parsed(item)));
        assertFalse(Story.of(CONFIG, Story.POLICY, other).call().body().contains("encrypted_content"));
        var strict = Story.of(CONFIG, Story.POLICY.withStrict(true), other);
        assertEquals(400, strict.reply().status());
        assertTrue(strict.reply().body().contains("s/gpt cannot read"), strict.reply().body());
    }

    // ── Summaries that only their issuer can open ──

    private static final Map<Format, String> SUMMARIES = Map.of(
        Format.RESPONSES, "{'type':'compaction','id':'cmp_1','encrypted_content':'BLOB'}",
        Format.CLAUDE, "{'role':'assistant','content':[{'type':'compaction','content':null,"
            + "'encrypted_content':'BLOB'}]}");

    private static Story summarised(Format format, boolean streamed) {
        var client = new Client(format);
        boolean claude = format == Format.CLAUDE;
        String model = claude ? "c/claude-x" : "r/gpt";
        String block = "{'type':'compaction','content':null,'encrypted_content':'BLOB'}";
        if (!streamed) return story(client, model, claude ? claude(block) : responses(SUMMARIES.get(format)));
        String text = claude ? event("message_start", "'message':{'id':'m','role':'assistant','content':[]}")
            + event("content_block_start", "'index':0,'content_block':{'type':'compaction','content':null}")
            + event("content_block_delta", "'index':0,'delta':{'type':'compaction_delta','content':null,"
                + "'encrypted_content':'BLOB'}")
            + event("content_block_stop", "'index':0")
            + event("message_delta", "'delta':{'stop_reason':'compaction'},'usage':{'output_tokens':1}")
            + event("message_stop", "'x':0")
            : event("response.created", "'response':{'id':'r'}")
            + event("response.output_item.added", "'output_index':0,'item':" + SUMMARIES.get(format))
            + event("response.output_item.done", "'output_index':0,'item':" + SUMMARIES.get(format))
            + event("response.completed", "'response':" + responses(SUMMARIES.get(format)));
        return Story.of(CONFIG, Story.POLICY, client.ask(model, true, List.of())).stream(text);
    }

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + members.replace('\'', '"') + "}\n\n";
    }

    private static Story after(Story story, Format format, String model) {
        return story.then(Story.POLICY, new Client(format).ask(model, false,
            List.of(parsed(SUMMARIES.get(format)), Client.said("go on"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLAUDE whole", "CLAUDE streamed", "RESPONSES whole", "RESPONSES streamed"})
    void aSummaryGoesToItsIssuerAndPassesOverTheOthers(String way) {
        Format format = Format.valueOf(way.substring(0, way.indexOf(' ')));
        var story = summarised(format, way.endsWith("streamed"));
        story.summary();
        var next = after(story, format, format == Format.CLAUDE ? "claudes" : "all");
        assertEquals(format == Format.CLAUDE ? "c" : "r", next.hosts());
        assertTrue(next.call().body().contains("BLOB"), next.call().body());
        next.answer(200, format == Format.CLAUDE ? claude("{'type':'text','text':'x'}") : responses("{'type':'x'}"));
        String skipped = next.summary().skipped().toString();
        assertTrue(skipped.contains(format == Format.CLAUDE ? "ref=d/claude-x, reasons=[other-issuer]"
            : "ref=s/gpt, reasons=[other-issuer]"), skipped);
    }

    @ParameterizedTest
    @EnumSource(names = {"CLAUDE", "RESPONSES"})
    void whereItsIssuerIsNotAmongTheModelsTheErrorNamesItAndTheWayOut(Format format) {
        var story = summarised(format, false);
        story.summary();
        String issuer = format == Format.CLAUDE ? "'c'" : "'r'";
        for (String model : List.of("a/other", format == Format.CLAUDE ? "d/claude-x" : "s/gpt")) {
            var reply = after(story, format, model).reply();
            assertEquals(400, reply.status());
            assertTrue(reply.body().contains("the provider " + issuer), reply.body());
            assertTrue(reply.body().contains("start a new session"), reply.body());
            assertTrue(reply.body().contains("invalid_request_error"), reply.body());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLAUDE", "RESPONSES"})
    void aSummaryOfAnUnknownIssuerGoesToProvidersOfItsFormatOnly(Format format) {
        var first = new Client(format).ask("a/other", false, List.of());
        var story = Story.of(CONFIG, Story.POLICY, first);
        assertEquals(format == Format.CLAUDE ? "d" : "s",
            after(story, format, format == Format.CLAUDE ? "claudes" : "all").hosts());
        var reply = after(story, format, "a/other").reply();
        assertEquals(400, reply.status());
        assertTrue(reply.body().contains("the provider that made it"), reply.body());
    }
}
