package llmrouter.deploy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import llmrouter.json.Json;
import llmrouter.json.Json.Obj;

/// A multipart body, read strictly (RFC 7578): every line end, every boundary and every header must be right.
record UploadedForm(Obj metadata, Map<String, byte[]> modules) {
    /// The content types of modules, as the API knows them.
    private static final Map<String, String> MODULES = Map.of("application/javascript+module", "esModule");

    static UploadedForm of(String contentType, byte[] body) throws ApiRefusal {
        String start = "multipart/form-data; boundary=";
        if (contentType == null || !contentType.startsWith(start)) throw bad("the content type is " + contentType);
        String line = "--" + contentType.substring(start.length());
        String text = new String(body, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(line + "\r\n")) throw bad("the body does not begin with the boundary");
        if (!text.endsWith("\r\n" + line + "--\r\n")) throw bad("the body does not end with the boundary");
        Obj metadata = null;
        var modules = new LinkedHashMap<String, byte[]>();
        int at = line.length() + 2;
        while (at < text.length()) {
            int next = text.indexOf("\r\n" + line, at);
            int head = text.indexOf("\r\n\r\n", at);
            if (next < 0 || head < 0 || head > next) throw bad("a part has no end or no header");
            String content = text.substring(head + 4, next);
            Map<String, String> headers = headers(text.substring(at, head));
            String name = parameter(headers.get("content-disposition"), "name");
            if (name.equals("metadata")) {
                metadata = (Obj) Json.parse(new String(bytes(content), StandardCharsets.UTF_8));
            } else {
                if (!parameter(headers.get("content-disposition"), "filename").equals(name)) throw bad("file name");
                if (!MODULES.containsKey(headers.get("content-type"))) {
                    throw bad("the module " + name + " has the content type " + headers.get("content-type"));
                }
                modules.put(name, bytes(content));
            }
            at = next + 2 + line.length() + 2;
            boolean last = text.startsWith("--", at - 2);
            if (last) break;
        }
        if (metadata == null) throw bad("there is no metadata");
        return new UploadedForm(metadata, modules);
    }

    private static byte[] bytes(String content) {
        return content.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Map<String, String> headers(String text) throws ApiRefusal {
        var headers = new LinkedHashMap<String, String>();
        for (String line : text.split("\r\n")) {
            int colon = line.indexOf(": ");
            if (colon < 0) throw bad("a header of a part is " + line);
            headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 2));
        }
        return headers;
    }

    private static String parameter(String disposition, String name) throws ApiRefusal {
        if (disposition == null || !disposition.startsWith("form-data; ")) throw bad("the disposition of a part");
        for (String one : disposition.split("; ")) {
            if (one.startsWith(name + "=\"") && one.endsWith("\"")) {
                return one.substring(name.length() + 2, one.length() - 1);
            }
        }
        throw bad("a part has no " + name);
    }

    private static ApiRefusal bad(String why) {
        return new ApiRefusal(400, 10021, "Invalid upload: " + why);
    }
}
