package llmrouter.config.read;

import java.util.LinkedHashMap;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// A small valid configuration around one object of a section, for tests of examples.
public final class SectionSample {
    private static final String PROVIDER = "'id':'p','baseUrl':'https://p.example/v1','format':'openai'";

    private SectionSample() {}

    /// A configuration in which `members` stand in an object of this section, beside those that such an object must
    /// have.
    ///
    /// @param members JSON object; what it says goes before what the sample says
    public static String around(ConfigSection section, Obj members) {
        return document(section, object(section, members).toString()).replace('\'', '"');
    }

    private static String document(ConfigSection section, String object) {
        return switch (section) {
            case ROOT -> object;
            case CLIENT_KEY -> root("'masterKeys':[" + object + "]");
            case PROVIDER -> "{'version':2,'providers':[" + object + "]}";
            case AUTH -> provider("'models':['m'],'auth':" + object);
            case CLIENT_CERTIFICATE -> provider("'models':['m'],'clientCertificate':" + object);
            case MODEL -> provider("'models':[" + object + ",'n']");
            case COST -> provider("'models':[{'id':'m','cost':" + object + "}]");
            case CAPABILITIES -> provider("'models':[{'id':'m','capabilities':" + object + "}]");
            case CAP -> provider("'models':['m'],'rateLimits':[" + object + "]");
            case WINDOW -> provider("'models':['m'],'rateLimits':[{'models':['all'],'requests':1,'window':" + object
                + "}]");
            case TIMEOUTS -> provider("'models':['m'],'timeouts':" + object);
            case ALIAS -> root("'modelAliases':{'work':" + object + "}");
            case TARGET -> root("'modelAliases':{'work':{'targets':[" + object + "]}}");
            case NAMES -> throw new IllegalArgumentException("names have no keys of their own");
        };
    }

    private static String root(String members) {
        return "{'version':2,'providers':[{" + PROVIDER + ",'models':['m','n']}]," + members + "}";
    }

    private static String provider(String members) {
        return "{'version':2,'providers':[{" + PROVIDER + "," + members + "}]}";
    }

    /// The members that an object of a section has in the sample.
    static Map<String, Json> usual(ConfigSection section) {
        var usual = new LinkedHashMap<String, Json>();
        String text = switch (section) {
            case ROOT -> "{'version':2,'providers':[{" + PROVIDER + ",'models':['m','n']}]}";
            case CLIENT_KEY -> "{'name':'ci','keySha256':'" + "0".repeat(64) + "'}";
            case PROVIDER -> "{" + PROVIDER + ",'models':['m','n']}";
            case AUTH -> "{'headerName':'X-Key'}";
            case CLIENT_CERTIFICATE -> "{'file':'/c.p12'}";
            case MODEL -> "{'id':'m'}";
            case CAP -> "{'models':['all'],'requests':1,'window':'1m'}";
            case WINDOW -> "{'unit':'minute','size':1}";
            case ALIAS -> "{'targets':['p/m']}";
            case TARGET -> "{'ref':'p/m'}";
            case COST, CAPABILITIES, TIMEOUTS, NAMES -> "{}";
        };
        if (Json.parse(text.replace('\'', '"')) instanceof Obj object) usual.putAll(object.members());
        return usual;
    }

    private static Obj object(ConfigSection section, Obj members) {
        var object = Json.object();
        boolean cap = section == ConfigSection.CAP;
        boolean ownUnit = cap && gives(members, section, "windowUnit");
        boolean ownSize = cap && gives(members, section, "windowSize");
        for (Map.Entry<String, Json> usual : usual(section).entrySet()) {
            boolean replaced = usual.getKey().equals("window") && (ownUnit || ownSize);
            if (!replaced && !named(members, section, usual.getKey())) object.put(usual.getKey(), usual.getValue());
        }
        // The unit and the size of a window stand together.
        if (ownUnit && !ownSize) object.put("windowSize", Json.of(1));
        if (ownSize && !ownUnit) object.put("windowUnit", Json.of("minute"));
        members.members().forEach(object::put);
        return object;
    }

    private static boolean named(Obj members, ConfigSection section, String key) {
        return section.spellings(key).stream().anyMatch(members::has);
    }

    private static boolean gives(Obj members, ConfigSection section, String key) {
        return section.spellings(key).stream().anyMatch(spelling -> !Json.isNull(members.get(spelling)));
    }
}
