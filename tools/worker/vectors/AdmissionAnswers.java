package vectors;

import java.util.HashMap;
import java.util.Map;

import llmrouter.admission.Admission;
import llmrouter.admission.Arrival;
import llmrouter.admission.FormatDetector;
import llmrouter.admission.FrontDoor;
import llmrouter.admission.FrontDoorTerms;
import llmrouter.admission.GatewayStage;
import llmrouter.admission.Moment;
import llmrouter.config.Config;
import llmrouter.config.Settings.SettingsOutcome;
import llmrouter.config.read.SettingsReader;
import llmrouter.http.HeaderMap;
import llmrouter.http.RequestTarget;
import llmrouter.json.Json;
import llmrouter.routing.OfferedModels;
import llmrouter.text.Fnv1a;

/// The front door.
final class AdmissionAnswers {
    private static final Map<String, FrontDoor> DOORS = new HashMap<>();

    private AdmissionAnswers() {}

    /// @param v a gateway (`config`, `settings`, `keyRequired`, `bound`), and a request to it: `method`, `target`,
    ///          `version`, `headers`, `address`, `loopback`, `near`, at the time `now` and the `stage` of the gateway
    static String of(Json.Obj v) {
        var target = RequestTarget.parse(v.text("target"));
        var headers = HeaderMap.of(TranslationAnswers.fields(v, "headers"));
        var peer = new Arrival.Peer(v.text("address"), v.isTrue("loopback"), v.isTrue("near"));
        var arrival = new Arrival("req_1", v.text("method"), target, v.text("version"), headers, peer);
        var moment = new Moment(v.number("now", 0), GatewayStage.valueOf(v.text("stage")), v.text("trouble"),
            v.number("refused", 0));
        FrontDoor door = door(v);
        Admission admission = door.admit(arrival, moment);
        return target + "\n" + arrival.endpoint() + " " + arrival.errorFormat() + " " + door.caller(arrival) + " "
            + FrontDoor.shownKeys(headers) + FormatDetector.suggestedBy(headers, target.path()) + "\n"
            + admission.fields() + "\n" + words(admission, arrival);
    }

    private static String words(Admission admission, Arrival arrival) {
        return switch (admission.decision()) {
            case Admission.Refuse r -> reply(arrival.refusal(r.error()));
            case Admission.Reply r -> reply(r);
            case Admission.Serve s -> "serve " + s.endpoint() + " " + s.client();
            case Admission.AskForKey a -> "ask for the key " + a.locked();
            case Admission.ShowStatus _ -> "status";
            case Admission.ShowMetrics _ -> "metrics";
            case Admission.ShowPage _ -> "page";
        };
    }

    private static String reply(Admission.Reply r) {
        return r.status() + " " + r.headers().all() + "\n" + r.body();
    }

    private static FrontDoor door(Json.Obj v) {
        Json.Obj settings = v.object("settings");
        String key = v.text("config") + settings + v.isTrue("keyRequired") + v.text("bound");
        return DOORS.computeIfAbsent(key, _ -> door(v, settings));
    }

    private static FrontDoor door(Json.Obj v, Json.Obj settings) {
        Config config = ConfigAnswers.valid(v.text("config"));
        if (!(SettingsReader.read(settings::text) instanceof SettingsOutcome.ValidSettings valid)) {
            throw new IllegalStateException("the settings of a vector are wrong");
        }
        var terms = new FrontDoorTerms(valid.settings().access(), v.text("bound"), "9.9", AdmissionAnswers::digest);
        return new FrontDoor(config, OfferedModels.NONE, v.isTrue("keyRequired"), 1_700_000_000L, terms);
    }

    /// The platform has SHA-256. Any function of the key will do here.
    static String digest(String key) {
        String hash = Fnv1a.hex(key);
        return hash + hash + hash + hash;
    }
}
