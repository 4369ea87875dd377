import java.io.IOException;
import java.util.Locale;

/// An answer as it came over a connection.
///
/// @param error  the value of `x-llm-router-error`, or null
/// @param closes whether the gateway closes the connection
/// @param torn   why the body ended too early, or null
record HttpAnswer(int status, String error, boolean closes, String torn, String body) {
    /// Reads one answer; a body that ends too early is kept as far as it came.
    ///
    /// @throws IOException no head of an answer came
    static HttpAnswer read(Wire wire) throws IOException {
        String line = wire.line();
        if (!line.matches("HTTP/1\\.1 \\d{3}.*")) throw new IOException("not an HTTP answer: " + line);
        int status = Integer.parseInt(line.substring(9, 12));
        long length = -1;
        boolean closes = false;
        String error = null;
        for (line = wire.line(); !line.isEmpty(); line = wire.line()) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Long.parseLong(value);
                case "connection" -> closes = value.equalsIgnoreCase("close");
                case "x-llm-router-error" -> error = value;
                default -> {
                    // says nothing about the body
                }
            }
        }
        var body = new StringBuilder();
        String torn = null;
        try {
            if (length >= 0) body.append(wire.text((int) length));
            else chunks(wire, body);
        } catch (IOException | NumberFormatException e) {
            torn = String.valueOf(e.getMessage());
        }
        return new HttpAnswer(status, error, closes || torn != null, torn, body.toString());
    }

    private static void chunks(Wire wire, StringBuilder body) throws IOException {
        for (int size = Load.chunkSize(wire); size > 0; size = Load.chunkSize(wire)) {
            body.append(wire.text(size));
            wire.skip(2);
        }
        wire.skip(2);
    }

    /// What the answer is; see [Truth].
    String verdict(Truth truth, boolean streamed, String mark) {
        String verdict = truth.judge(status, error, streamed, mark, body);
        if (torn == null) return verdict;
        // a client that was told of the failure loses nothing by the cut
        return verdict.equals(Truth.TOLD) ? verdict
                : "CUT %s %d: %s after %d characters, %s".formatted(truth, status, torn, body.length(), verdict);
    }
}
