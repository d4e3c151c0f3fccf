package org.example.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Lines without end, at {@code /x/org.example.servlet/stream}, as fast as the client takes them. No
 * thread waits for a slow client: the server says when there is room again.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/stream")
@HttpWhiteboardServletAsyncSupported
public final class StreamServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private final transient Set<Stream> streams = ConcurrentHashMap.newKeySet();

  /** One client's. */
  private final class Stream implements WriteListener {
    private final AsyncContext async;
    private final ServletOutputStream out;
    private volatile boolean ended;
    private long line;

    Stream(AsyncContext async, ServletOutputStream out) {
      this.async = async;
      this.out = out;
    }

    @Override
    public synchronized void onWritePossible() throws IOException {
      while (!ended && out.isReady()) {
        line++;
        out.write(("line " + line + " of the example's stream\n").getBytes(StandardCharsets.UTF_8));
      }
    }

    @Override
    public void onError(Throwable e) {
      end();
    }

    void end() {
      ended = true; // Before the lock, which whoever is writing has until then.
      synchronized (this) {
        if (streams.remove(this)) {
          async.complete();
        }
      }
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain; charset=utf-8");
    AsyncContext async = request.startAsync();
    async.setTimeout(0); // It lasts as long as the client wants.
    Stream stream = new Stream(async, response.getOutputStream());
    streams.add(stream);
    stream.out.setWriteListener(stream);
  }

  @Deactivate
  void deactivate() {
    streams.forEach(Stream::end);
  }
}
