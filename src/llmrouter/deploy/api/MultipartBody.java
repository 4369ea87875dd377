package llmrouter.deploy.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.security.SecureRandom;

/// The body of an upload (RFC 7578): the metadata as a plain field, then each module as a file.
final class MultipartBody {
    private final String boundary;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    MultipartBody() {
        byte[] random = new byte[24]; // so long that no content has it
        new SecureRandom().nextBytes(random);
        boundary = "llm-router-" + HexFormat.of().formatHex(random);
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    MultipartBody field(String name, String value) {
        return part("name=\"" + name + "\"", "", value.getBytes(StandardCharsets.UTF_8));
    }

    /// @param name of the module, which is what other modules import
    MultipartBody module(String name, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"" + name + "\"",
            "Content-Type: application/javascript+module\r\n", content);
    }

    private MultipartBody part(String disposition, String more, byte[] content) {
        ascii("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n" + more + "\r\n");
        bytes.writeBytes(content);
        ascii("\r\n");
        return this;
    }

    private void ascii(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] end() {
        ascii("--" + boundary + "--\r\n");
        return bytes.toByteArray();
    }
}
