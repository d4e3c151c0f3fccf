package org.metricbay.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Sends a body as fast as the client takes it, without a waiting thread, and ends the request. It
 * is made before the body is there: a listener that is set while the container still has the
 * request costs no thread of its own.
 */
final class BodyWriter implements WriteListener {
  private final AsyncContext async;
  private final ServletOutputStream out;
  private @Nullable Body body;

  /** How many of its pieces the container has. */
  private int written;

  private boolean over;

  private final Unread unread;

  private BodyWriter(AsyncContext async, ServletOutputStream out, Unread unread) {
    this.async = async;
    this.out = out;
    this.unread = unread;
  }

  static BodyWriter of(AsyncContext async, Unread unread) throws IOException {
    ServletOutputStream out = async.getResponse().getOutputStream();
    BodyWriter writer = new BodyWriter(async, out, unread);
    out.setWriteListener(writer);
    return writer;
  }

  /** Sends it, at once or as the client takes it. */
  void write(Body bytes) {
    synchronized (this) {
      if (!over) {
        body = bytes;
        bytes = null;
      }
    }
    if (bytes != null) {
      bytes.release(); // The client has gone.
    }
    onWritePossible();
    if (isHeldUp()) {
      unread.add(this);
    }
  }

  private synchronized boolean isHeldUp() {
    return body != null && !over;
  }

  /** Ends the request without a body. */
  void end() {
    boolean last;
    synchronized (this) {
      last = !over;
      over = true;
    }
    if (last) {
      async.complete();
    }
  }

  @Override
  public void onWritePossible() {
    Body done;
    synchronized (this) {
      if (body == null || over || !sent(body)) {
        return;
      }
      over = true;
      done = body;
      body = null;
    }
    unread.remove(this);
    done.release();
    async.complete();
  }

  private boolean sent(Body whole) {
    try {
      int pieces = whole.pieces().size();
      while (written < pieces && out.isReady()) {
        whole.writeTo(out, written++);
      }
      return written == pieces && out.isReady();
    } catch (IOException e) {
      return true; // The client has gone.
    }
  }

  @Override
  public void onError(Throwable e) {
    Body unsent;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      unsent = body;
      body = null;
    }
    unread.remove(this);
    if (unsent != null) {
      unsent.release();
    }
    async.complete();
  }
}
