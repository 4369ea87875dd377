package llmrouter.protocol;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import llmrouter.chat.Conversation;
import llmrouter.chat.GatewayError;
import llmrouter.chat.Losses;
import llmrouter.config.Format;
import llmrouter.json.Json;
import llmrouter.protocol.answer.AnswerFilter;
import llmrouter.protocol.request.ToolNames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/// Every optional member of the vendors' published request and answer types (`test/fixtures/members`, made by
/// `tools/members/members.mjs`) is carried into the other formats, named in the ledger, left out by its name as no
/// loss, or refused. A member that changes nothing is one that a reader has overlooked, unless it is in the reviewed
/// list.
class PublishedMembersTest {
    private static final Path MEMBERS = Path.of("test/fixtures/members");
    private static final Map<Format, String> NAMES = Map.of(Format.OPENAI, "chat", Format.CLAUDE, "messages",
        Format.RESPONSES, "responses");
    private static final Map<String, String> MODELS = Map.of("chat", "gpt-5.6-sol", "messages", "claude-opus-5-5",
        "responses", "gpt-5.6-sol");

    /// Members that need not show, each with its reason.
    ///
    /// @param kind `request` or `answer`
    private static Set<String> reviewed(String kind) throws IOException {
        var names = new TreeSet<String>();
        for (String line : Files.readAllLines(MEMBERS.resolve("reviewed-" + kind + ".txt"))) {
            if (!line.isBlank() && !line.startsWith("#")) names.add(line.substring(0, line.indexOf(':')).strip());
        }
        return names;
    }

    private record Member(String path, String place, Json.Obj with) {
        static List<Member> all(String set) throws IOException {
            var all = new ArrayList<Member>();
            for (String line : Files.readAllLines(MEMBERS.resolve(set + ".txt"))) {
                if (line.startsWith("#") || line.isBlank()) continue;
                String[] cells = line.split("\t", 3);
                all.add(new Member(cells[0], cells[1], (Json.Obj) Json.parse(cells[2])));
            }
            return all;
        }

        /// Whether the path leads through a member of this name.
        boolean inside(String name) {
            for (String step : place.split("/")) {
                if (step.equals(name)) return true;
            }
            return false;
        }

        /// Whether the sample says nothing: an empty object or array.
        boolean saysNothing() {
            return switch (value(with, place.split("/").length)) {
                case Json.Obj o -> o.members().isEmpty();
                case Json.Arr a -> a.items().isEmpty();
                default -> false;
            };
        }

        private Json value(Json.Obj json, int steps) {
            Json value = json;
            String[] names = place.split("/");
            for (int i = 1; i < steps; i++) {
                value = value instanceof Json.Arr list ? list.items().get(Integer.parseInt(names[i]))
                    : ((Json.Obj) value).get(names[i]);
            }
            return value;
        }

        /// The same JSON without the member.
        Json.Obj without() {
            var copy = (Json.Obj) Json.parse(with.toString());
            String[] steps = place.split("/");
            Json owner = value(copy, steps.length - 1);
            ((Json.Obj) owner).members().remove(steps[steps.length - 1]);
            return copy;
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyMemberOfARequestArrivesOrIsNamed(Format client) throws IOException {
        Set<String> reviewed = reviewed("request");
        for (Format upstream : Format.values()) {
            if (upstream == client) continue;
            var silent = new ArrayList<String>();
            for (Member member : Member.all(NAMES.get(client) + "-request")) {
                if (member.saysNothing()) continue;
                Outcome with = request(member.with(), client, upstream);
                Outcome without = request(member.without(), client, upstream);
                if (with.silentLike(without, member) && !isReviewed(member.path(), reviewed)) silent.add(member.path());
            }
            assertEquals(List.of(), silent, client + " to " + upstream + ": " + silent.size());
        }
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void everyMemberOfAnAnswerArrivesOrIsNamed(Format upstream) throws IOException {
        Set<String> reviewed = reviewed("answer");
        for (Format client : Format.values()) {
            if (upstream == client) continue;
            var silent = new ArrayList<String>();
            for (Member member : Member.all(NAMES.get(upstream) + "-answer")) {
                if (member.saysNothing()) continue;
                Outcome with = answer(member.with(), upstream, client);
                Outcome without = answer(member.without(), upstream, client);
                if (with.silentLike(without, member) && !isReviewed(member.path(), reviewed)) silent.add(member.path());
            }
            assertEquals(List.of(), silent, upstream + " to " + client + ": " + silent.size());
        }
    }

    /// What the other side gets.
    ///
    /// @param text   the request or answer, or a refusal
    /// @param losses null if it is refused
    private record Outcome(String text, Losses losses) {
        /// Whether the member makes no difference, and is not part of something that is named.
        boolean silentLike(Outcome without, Member member) {
            if (losses == null) return false;
            if (without.losses == null) return false;
            if (!text.equals(without.text) || !losses.line().equals(without.losses.line())) return false;
            if (!losses.unused().equals(without.losses.unused())) return false;
            var names = new ArrayList<>(losses.dropped());
            names.addAll(losses.approximated());
            names.addAll(losses.unused());
            for (String name : names) {
                String last = name.substring(name.lastIndexOf('.') + 1);
                if (member.path().contains("(" + name + ")") || member.inside(last)) return false;
            }
            return true;
        }
    }

    private static Outcome request(Json.Obj body, Format client, Format upstream) {
        boolean items = client == Format.RESPONSES;
        body.put("model", MODELS.get(NAMES.get(upstream)));
        if (items && !body.has("input")) body.put("input", "go on");
        if (items && body.get("input") instanceof Json.Arr input) input.add(turn("user"));
        if (!items) ((Json.Arr) body.get("messages")).add(turn("user"));
        Outcome told = translated(body, client, upstream);
        if (told.losses() != null || items) return told;
        ((Json.Obj) body.items("messages").getFirst()).put("role", "assistant");
        return translated(body, client, upstream);
    }

    private static Json.Obj turn(String role) {
        return Json.object().put("role", role).put("content", "go on");
    }

    private static Outcome translated(Json.Obj body, Format client, Format upstream) {
        var losses = new Losses();
        try {
            Conversation read = Protocol.of(client).readRequest(body, losses);
            WrittenRequest written = Protocol.of(upstream).writeRequest(read, new Target(read.model(), null, null,
                Set.of()), losses);
            return new Outcome(read.stream() + " " + read.streamUsage() + written.body() + written.stops(), losses);
        } catch (GatewayError refused) {
            return new Outcome("refused: " + refused.getMessage(), null);
        }
    }

    private static Outcome answer(Json.Obj body, Format upstream, Format client) {
        var losses = new Losses();
        try {
            var filter = new AnswerFilter(new WrittenRequest(Json.object(), new ToolNames(), null));
            var context = new AnswerContext("req_1", "m", 1, true, losses);
            return new Outcome(Protocol.of(client).writeAnswer(filter.apply(Protocol.of(upstream).readAnswer(body)),
                context).toString(), losses);
        } catch (BadAnswer refused) {
            return new Outcome("refused: " + refused.getMessage(), null);
        }
    }

    private static boolean isReviewed(String path, Set<String> reviewed) {
        for (String name : reviewed) {
            if (path.equals(name) || path.endsWith("." + name) || name.endsWith("*")
                && path.startsWith(name.substring(0, name.length() - 1))) return true;
        }
        return false;
    }

    @Test
    void theListsAreWhole() throws IOException {
        for (String set : NAMES.values()) {
            assertTrue(Member.all(set + "-request").size() > 80, set);
            assertTrue(Member.all(set + "-answer").size() > 15, set);
        }
    }
}
