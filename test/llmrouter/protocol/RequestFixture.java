package llmrouter.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import llmrouter.chat.Conversation;
import llmrouter.chat.Issuer;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.json.JsonWriter;
import llmrouter.protocol.continuity.Continuity;

/// One golden case: `<case>.in.json` is what the client sends and `<case>.out.json` what the provider gets. Beside them
/// may stand `<case>.target.json` (what is known of the model) and `<case>.loss.txt` (the ledger's line; without it
/// nothing may be lost). The folder is named after the two formats, `<from>-<to>`. The target's model id is the
/// client's, the provider is `p`.
record RequestFixture(Path folder, String name, Protocol from, Protocol to) {
    static final Path ROOT = Path.of("test/fixtures/request");

    record Outcome(String body, String loss) {}

    static List<RequestFixture> all() {
        try (var files = Files.walk(ROOT)) {
            return files.filter(f -> f.toString().endsWith(".in.json")).sorted().map(RequestFixture::of).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestFixture of(Path input) {
        String formats = input.getParent().getFileName().toString();
        int dash = formats.indexOf('-');
        String file = input.getFileName().toString();
        return new RequestFixture(input.getParent(), file.substring(0, file.length() - ".in.json".length()),
            Protocol.of(Format.of(formats.substring(0, dash))), Protocol.of(Format.of(formats.substring(dash + 1))));
    }

    String title() {
        return folder.getFileName() + "/" + name;
    }

    Outcome translated() {
        var losses = new Losses();
        Conversation conversation = from.readRequest((Json.Obj) Json.parse(text("in.json", null)), losses);
        var issuer = new Issuer("p", conversation.model());
        conversation = conversation.openedFor(new Continuity(issuer, _ -> false, false, losses)::opens, losses);
        WrittenRequest written = to.writeRequest(conversation, target(conversation.model()), losses);
        return new Outcome(JsonWriter.pretty(written.body()), losses.line());
    }

    Outcome expected() {
        return new Outcome(JsonWriter.pretty(Json.parse(text("out.json", null))), text("loss.txt", "").stripTrailing());
    }

    private Target target(String model) {
        var known = (Json.Obj) Json.parse(text("target.json", "{}"));
        Json.Num most = known.number("maxOutputTokens");
        return new Target(model, most == null ? null : most.asLong(0), null, learned(known));
    }

    private static Set<String> learned(Json.Obj known) {
        var learned = new HashSet<String>();
        for (Json item : known.items("refused")) learned.add(((Json.Str) item).value());
        for (Json item : known.items("required")) learned.add("+" + ((Json.Str) item).value());
        return learned;
    }

    private String text(String suffix, String otherwise) {
        Path file = folder.resolve(name + "." + suffix);
        try {
            return otherwise != null && Files.notExists(file) ? otherwise : Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
