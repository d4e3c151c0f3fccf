package org.metricbay.http.plugin;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** The way out for a plugin's answer; the plugin is told through {@link PluginCalls} to go on. */
final class PluginOutput extends ServletOutputStream {
  private final ServletOutputStream out;
  private final PluginCalls calls;

  PluginOutput(ServletOutputStream out, PluginCalls calls) {
    this.out = out;
    this.calls = calls;
  }

  @Override
  public void setWriteListener(WriteListener given) {
    Lent<WriteListener> listener = calls.lend(given);
    out.setWriteListener(
        new WriteListener() {
          @Override
          public void onWritePossible() throws IOException {
            listener.call("WriteListener", WriteListener::onWritePossible);
          }

          @Override
          public void onError(Throwable e) {
            listener.tell("WriteListener", known -> known.onError(e));
          }
        });
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void write(int b) throws IOException {
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    out.write(bytes, from, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
