package llmrouter.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.admission.Endpoint;
import llmrouter.config.Format;
import llmrouter.gateway.request.ClientRequest;
import llmrouter.json.Json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Strict translation refuses exactly what the ledger names. The requests are those of the fixtures, each with members
/// that no format knows at random places, for a candidate of each format.
class StrictLedgerTest {
    private static final Path FIXTURES = Path.of("test/fixtures/request");
    private static final int ROUNDS = 3;
    private static final List<String> MODELS = List.of("a/lone", "c/lone", "f/lone");
    private static final String RESPONSE = """
        {"id":"resp_1","object":"response","created_at":1,"status":"completed","model":"m","output":[{"id":"msg_1",
         "type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"hi",
         "annotations":[],"logprobs":[]}]}],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2}}""";

    @ParameterizedTest
    @EnumSource(Format.class)
    void strictTranslationRefusesExactlyWhatTheLedgerNames(Format client) throws IOException {
        var random = new Random(11);
        int refused = 0;
        int passed = 0;
        for (Path input : inputs(client)) {
            for (int round = 0; round < ROUNDS; round++) {
                var body = (Json.Obj) Json.parse(Files.readString(input));
                body.members().remove("stream");
                for (int i = 0; i < round; i++) intrude(body, "new_" + i, random);
                for (String model : MODELS) {
                    String text = body.put("model", model).toString();
                    String loss = loss(client, text, model);
                    if (loss == null) continue; // refused for another reason
                    boolean named = !loss.isEmpty() && !loss.equals("dropped=safeguards (the client does this itself)");
                    var strict = Story.of(Story.POLICY.withStrict(true), request(client, text));
                    boolean refuses = strict.callCount() == 0;
                    assertEquals(named, refuses, input + " for " + model + ": " + loss + "\n" + text);
                    if (refuses) assertTrue(strict.reply().body().contains("Strict"), strict.reply().body());
                    if (refuses) refused++;
                    else passed++;
                }
            }
        }
        assertTrue(refused > 50 && passed > 50, refused + " refused, " + passed + " passed");
    }

    private static List<Path> inputs(Format client) throws IOException {
        try (var files = Files.walk(FIXTURES)) {
            return files.filter(f -> f.toString().endsWith(".in.json")
                && f.getParent().getFileName().toString().startsWith(client.word() + "-")).sorted().toList();
        }
    }

    /// The ledger's line without strict translation; null if the request is refused all the same.
    private static String loss(Format client, String body, String model) {
        var story = Story.of(request(client, body));
        if (story.callCount() == 0) return null;
        String answer = model.startsWith("a/") ? Sent.ANSWER : model.startsWith("c/") ? Sent.MESSAGE : RESPONSE;
        String loss = story.answered(200).body(answer).reply().headers().get("x-llm-router-loss");
        return loss == null ? "" : loss;
    }

    private static ClientRequest request(Format client, String body) {
        Endpoint endpoint = switch (client) {
            case OPENAI -> Endpoint.CHAT;
            case CLAUDE -> Endpoint.MESSAGES;
            case RESPONSES -> Endpoint.RESPONSES;
        };
        return Story.request(endpoint, client, body);
    }

    /// Puts a member that no reader knows into the object, or into one of the objects in it.
    private static void intrude(Json.Obj object, String name, Random random) {
        var inner = object.members().values().stream().filter(v -> v instanceof Json.Obj || v instanceof Json.Arr)
            .toList();
        if (inner.isEmpty() || random.nextInt(3) == 0) {
            object.put(name, "says something");
            return;
        }
        Json chosen = inner.get(random.nextInt(inner.size()));
        if (chosen instanceof Json.Arr list) {
            var objects = list.items().stream().filter(Json.Obj.class::isInstance).toList();
            if (objects.isEmpty()) return;
            chosen = objects.get(random.nextInt(objects.size()));
        }
        intrude((Json.Obj) chosen, name, random);
    }
}
