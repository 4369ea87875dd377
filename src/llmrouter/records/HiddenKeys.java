package llmrouter.records;

import java.util.ArrayList;

import llmrouter.admission.FrontDoorTerms.Sha256;
import llmrouter.config.ClientKey;
import llmrouter.config.Config;
import llmrouter.config.secrets.SecretWords;
import llmrouter.gateway.Summary;
import llmrouter.gateway.Summary.Attempt;
import llmrouter.routing.PickResult.Skip;
import llmrouter.text.KeyWords;
import llmrouter.text.Printable;

/// Leaves keys out of what is logged of a request whose client has sent a key as the name of the model: each key of the
/// configuration, and each word that looks like a key.
public final class HiddenKeys {
    private static final String HIDDEN = "\u2026";
    /// A shorter key protects nothing, and may be part of an ordinary word.
    private static final int SHORTEST = 8;
    /// An error of the gateway quotes so many characters of a model's name.
    private static final int QUOTED = 100;

    private HiddenKeys() {}

    /// The summary of a request as it may be logged.
    ///
    /// @param config  that answered it
    /// @param secrets of the configuration, and the client's key
    public static Summary in(Summary s, Config config, SecretWords secrets, Sha256 sha256) {
        String name = s.requested();
        String shown = hidden(name, config, secrets, sha256);
        if (shown.equals(name)) return s;
        Summary.Way way = s.way() == null ? null : new Summary.Way(s.way().alias(),
            without(s.way().ref(), name, shown), s.way().strategy(), s.way().reason());
        var attempts = new ArrayList<Attempt>();
        for (Attempt a : s.attempts()) {
            String candidate = without(a.candidate(), name, shown);
            attempts.add(new Attempt(candidate, a.status(), a.end(), a.number(), a.ms(), a.fix(), a.asked()));
        }
        var skipped = new ArrayList<Skip>();
        for (Skip skip : s.skipped()) skipped.add(new Skip(without(skip.ref(), name, shown), skip.reasons()));
        var notes = new Summary.Notes(s.losses(), s.warnings(), without(s.told(), name, shown));
        return new Summary(s.requestId(), s.client(), shown, s.streamed(), way, without(s.candidate(), name, shown),
            s.status(), s.end(), attempts, skipped, s.usage(), notes, s.took(), s.key());
    }

    /// An error's text as it may be logged.
    ///
    /// @param name of the model that the request is about
    public static String in(String told, String name) {
        return without(told, name, KeyWords.hidden(name));
    }

    private static String hidden(String name, Config config, SecretWords secrets, Sha256 sha256) {
        String shown = secrets.in(name) ? secrets.without(name).replace(SecretWords.REDACTED, HIDDEN) : name;
        if (!config.masterKeys().isEmpty() && shown.length() >= SHORTEST) {
            String digest = sha256.hex(shown);
            for (ClientKey key : config.masterKeys()) {
                if (digest.equals(key.keySha256())) return HIDDEN;
            }
        }
        return KeyWords.hidden(shown);
    }

    /// A text in which the name may stand as it is, or as an error quotes it.
    private static String without(String text, String name, String shown) {
        if (text == null || name.equals(shown)) return text;
        String clean = text.replace(name, shown).replace(Printable.of(name, QUOTED), shown);
        return name.length() > QUOTED ? clean.replace(name.substring(0, QUOTED), shown) : clean;
    }
}
