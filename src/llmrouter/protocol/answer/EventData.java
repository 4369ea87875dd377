package llmrouter.protocol.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import llmrouter.chat.AnswerEvent;
import llmrouter.chat.ApiError;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.json.lenient.LenientJson;
import llmrouter.protocol.errors.ErrorReader;
import llmrouter.sse.SseEncoder;
import llmrouter.sse.SseEvent;
import llmrouter.text.Letters;
import llmrouter.text.Ws;

/// Reads the data of one stream's events. Nothing that is not understood is skipped in silence, because it may be a
/// piece of a tool call or of the text:
///
/// | data | what it is |
/// |---|---|
/// | an object; several in a row or in an array | as many events |
/// | what [LenientJson] can read | the event that it means |
/// | a short bare word, a number, `null`, nothing | a keepalive, however often it comes |
/// | other text, and any text of an event named `error` | an error in the provider's own words |
/// | what begins like JSON and is none | an error: a part of the answer may be lost |
///
/// One stream, one owner.
public final class EventData {
    private static final String END = "[DONE]";

    private SseEvent event;
    /// of the event that was read last
    private List<Json.Obj> objects = List.of();
    /// whether the event must not be passed on as it came
    private boolean changed;
    private boolean byType;

    /// Whether the data is the word that ends a stream of OpenAI's format, in any spelling that occurs.
    public static boolean isEnd(String data) {
        int most = 4 * END.length(); // with white space
        if (data.length() < END.length() || data.length() > most) return false;
        String word = Ws.trim(data);
        if (word.startsWith("\"") && word.endsWith("\"")) word = word.substring(1, word.length() - 1);
        return Letters.same(word, END);
    }

    /// Takes the word that ends a stream. A spelling that clients do not know is not passed on: the gateway ends the
    /// client's stream itself.
    public void end(SseEvent last) {
        take(last, List.of());
        changed = !Ws.trim(last.data()).equals(END);
    }

    /// The objects that an event brings, in order; none if it is a keepalive. If the data is an error, `out` gets
    /// `Failed`, and there are none either.
    public List<Json.Obj> read(SseEvent next, Consumer<AnswerEvent> out) {
        take(next, List.of());
        try {
            LenientJson read = LenientJson.read(next.data());
            boolean plain = read.strict() && read.values().getFirst() instanceof Json.Obj;
            if (plain) take(next, List.of((Json.Obj) read.values().getFirst()));
            else objects(read.values(), out);
        } catch (JsonError e) {
            words(next.data(), e.describe(), out);
        }
        return objects;
    }

    private void take(SseEvent next, List<Json.Obj> brought) {
        event = next;
        objects = brought;
        changed = false;
        byType = false;
    }

    private void objects(List<Json> values, Consumer<AnswerEvent> out) {
        var all = new ArrayList<Json.Obj>();
        for (Json value : values) {
            switch (value) {
                case Json.Obj object -> all.add(object);
                case Json.Str s -> words(s.value(), "a string is no event", out);
                case Json.Arr list -> items(list, all, out);
                case Json.Num _, Json.Bool _, Json.Null _ -> words(value.toString(), "", out);
            }
        }
        objects = all;
        changed = true;
    }

    private void items(Json.Arr list, List<Json.Obj> all, Consumer<AnswerEvent> out) {
        for (Json item : list.items()) {
            if (item instanceof Json.Obj object) all.add(object);
            else fail(list.toString(), "a list of anything but objects is no event", out);
        }
    }

    /// Data that is no object.
    private void words(String words, String why, Consumer<AnswerEvent> out) {
        changed = true;
        boolean error = "error".equals(event.name());
        if (error || !Keepalive.is(words)) fail(words, why, out);
    }

    private static void fail(String words, String why, Consumer<AnswerEvent> out) {
        out.accept(new AnswerEvent.Failed(ErrorReader.ofEvent(words, why)));
    }

    /// An object that was read was changed since, so that a client of the format can read it.
    public void change() {
        changed = true;
    }

    /// Each object is an event with the name that the object has as its `type`, for formats whose clients look at the
    /// name only.
    public void nameByType() {
        byType = true;
        changed = true;
    }

    /// What a client of the same format gets in place of the event that was read last: strict JSON, one event for each
    /// object, none for a keepalive. Null if the event can be passed on as it is.
    public List<SseEvent> corrected() {
        if (!changed) return null;
        var events = new ArrayList<SseEvent>(objects.size());
        for (Json.Obj object : objects) {
            String name = byType && object.text("type") instanceof String type ? type : event.name();
            events.add(SseEncoder.event(name, object.toString()));
        }
        return events;
    }

    /// A client of the same format does not read a whole answer as one event. It gets the events that tell it.
    ///
    /// @param events of a whole answer; null if an object is none
    /// @return what is to be read: the objects of the event, with the whole answers told
    public List<Json.Obj> told(Function<Json.Obj, List<SseEvent>> events) {
        var all = new ArrayList<Json.Obj>();
        boolean whole = false;
        for (Json.Obj object : objects) {
            List<SseEvent> telling = events.apply(object);
            whole |= telling != null;
            if (telling == null) all.add(object);
            else for (SseEvent one : telling) all.add((Json.Obj) Json.parse(one.data()));
        }
        if (!whole) return objects;
        objects = all;
        nameByType();
        return all;
    }

    /// An event makes no sense at this point of the stream. That is an error where the stream is translated. Where it
    /// is passed on, the client gets the event and decides for itself.
    ///
    /// @param what a noun phrase
    public static void senseless(String what, BlockSequencer sequencer, Consumer<AnswerEvent> out) {
        String message = "The provider sent an event that makes no sense where it stands: " + what + ".";
        out.accept(sequencer.isWatched() ? new AnswerEvent.Skipped(what)
            : new AnswerEvent.Failed(ApiError.of(502, ApiError.Kind.API, message)));
    }
}
