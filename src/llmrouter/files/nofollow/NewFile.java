package llmrouter.files.nofollow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/// A new file under a name that cannot be guessed, before it gets its real name. Closing it removes it, unless it has
/// got that name.
public final class NewFile implements AutoCloseable {
    private final OpenFolder folder;
    private final String name;
    private final String temporary;
    private final FileChannel channel;
    private final FileState made;
    private boolean named;

    NewFile(OpenFolder folder, String name, String temporary, FileChannel channel, FileState made) {
        this.folder = folder;
        this.name = name;
        this.temporary = temporary;
        this.channel = channel;
        this.made = made;
    }

    /// Appends bytes.
    public void write(byte[] bytes) throws IOException {
        var left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) channel.write(left);
    }

    /// Appends all that a stream has.
    public void write(InputStream in) throws IOException {
        in.transferTo(Channels.newOutputStream(channel));
    }

    /// Gives it to the owner of another file in the folder, if there is one.
    ///
    /// @throws UnsafeFile that is another user, and this process is not root
    public void ownLike(String other) throws IOException {
        folder.ownLike(temporary, other);
    }

    /// Puts it in the place of what has the name now. Both the content and the name are on the disk when it returns.
    ///
    /// @return what the name stands for now
    /// @throws UnsafeFile another program has put something in the place of the new file
    public FileState take() throws IOException {
        channel.force(true);
        channel.close();
        FileState state = folder.state(temporary);
        if (!made.isSame(state)) throw folder.replaced(temporary);
        folder.rename(temporary, name);
        named = true;
        folder.sync();
        return state;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!named) folder.delete(temporary);
    }
}
