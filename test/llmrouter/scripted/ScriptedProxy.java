package llmrouter.scripted;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;

/// A proxy on a raw socket: SOCKS 5, or an HTTP proxy that makes tunnels and takes whole addresses. Whatever it is
/// asked for, it connects to one server of the test.
public final class ScriptedProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final Talk talk;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> logins = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /// What the proxy does with one connection.
    public interface Talk {
        void run(ScriptedProxy proxy, Socket client) throws IOException, InterruptedException;
    }

    public ScriptedProxy(Talk talk) throws IOException {
        this(talk, ServerSocketFactory.getDefault());
    }

    private ScriptedProxy(Talk talk, ServerSocketFactory sockets) throws IOException {
        this.talk = talk;
        this.listener = sockets.createServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// @param login `user:password`, or null
    public static ScriptedProxy socks(int port, String login) throws IOException {
        return new ScriptedProxy((proxy, client) -> proxy.socks(client, port, login));
    }

    /// @param login `user:password`, or null
    public static ScriptedProxy http(int port, String login) throws IOException {
        return new ScriptedProxy((proxy, client) -> proxy.http(client, port, login));
    }

    /// An HTTP proxy that is called through TLS.
    public static ScriptedProxy secure(SSLContext key, int port, String login) throws IOException {
        return new ScriptedProxy((proxy, client) -> proxy.http(client, port, login), key.getServerSocketFactory());
    }

    /// A SOCKS 5 proxy that takes the request and answers with these bytes.
    public static ScriptedProxy replying(int... bytes) throws IOException {
        return new ScriptedProxy((_, client) -> {
            var in = new DataInputStream(client.getInputStream());
            in.readByte();
            in.skipNBytes(in.readByte());
            client.getOutputStream().write(new byte[] {5, 0});
            in.skipNBytes(4);
            in.skipNBytes(in.readByte() + 2);
            for (int b : bytes) client.getOutputStream().write(b);
        });
    }

    public int port() {
        return listener.getLocalPort();
    }

    public String place() {
        return "127.0.0.1:" + port();
    }

    /// The targets that it was asked for, as `host:port`, or first lines with whole addresses.
    public List<String> asked() {
        return asked;
    }

    /// The logins that it got.
    public List<String> logins() {
        return logins;
    }

    /// How many of its connections are open.
    public int open() {
        return open.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> {
                    open.add(client);
                    try (client) {
                        talk.run(this, client);
                    } catch (IOException | InterruptedException _) {
                        // the client has left
                    } finally {
                        open.remove(client);
                    }
                });
            }
        } catch (IOException _) {
            // closed: the test is over
        }
    }

    private void socks(Socket client, int port, String login) throws IOException, InterruptedException {
        var in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readByte();
        var methods = new byte[in.readByte()];
        in.readFully(methods);
        boolean offered = methods[methods.length - 1] == 2;
        if (login != null && !offered) {
            out.write(new byte[] {5, (byte) 0xFF});
            return;
        }
        out.write(new byte[] {5, (byte) (login == null ? 0 : 2)});
        if (login != null && !logsIn(in, out, login)) return;
        in.skipNBytes(3);
        String host = switch (in.readByte()) {
            case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
            case 3 -> text(in);
            default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
        };
        asked.add(host + ":" + in.readUnsignedShort());
        out.write(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        pass(client, port, "");
    }

    private boolean logsIn(DataInputStream in, OutputStream out, String login) throws IOException {
        in.readByte();
        logins.add(text(in) + ":" + text(in));
        boolean right = logins.getLast().equals(login);
        out.write(new byte[] {1, (byte) (right ? 0 : 1)});
        return right;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
    }

    private void http(Socket client, int port, String login) throws IOException, InterruptedException {
        String head = head(client.getInputStream());
        String field = "proxy-authorization: basic ";
        int at = head.toLowerCase().indexOf(field);
        String got = at < 0 ? null : new String(Base64.getDecoder().decode(
            head.substring(at + field.length(), head.indexOf("\r\n", at))), StandardCharsets.UTF_8);
        if (got != null) logins.add(got);
        String first = head.substring(0, head.indexOf("\r\n"));
        asked.add(first);
        OutputStream out = client.getOutputStream();
        boolean refused = login != null && !login.equals(got);
        if (refused) {
            out.write(("HTTP/1.1 407 No\r\nproxy-authenticate: Basic realm=\"x\"\r\ncontent-length: 4\r\n\r\n"
                + "page").getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        boolean tunnel = first.startsWith("CONNECT ");
        if (tunnel) out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes());
        pass(client, port, tunnel ? "" : head.replaceFirst("(?i)proxy-authorization: [^\r]*\r\n", ""));
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) throw new IOException("the client left");
            head.append((char) b);
        }
        return head.toString();
    }

    private static void pass(Socket client, int port, String first) throws IOException, InterruptedException {
        try (var server = new Socket(InetAddress.getLoopbackAddress(), port)) {
            server.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
            Thread back = Thread.ofVirtual().start(() -> copy(server, client));
            copy(client, server);
            back.join();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            try {
                from.close();
                to.close();
            } catch (IOException _) {
                // they are closed
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
