package org.metricbay.http.plugin;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** What a plugin reads of a request; the plugin is told through {@link PluginCalls} to go on. */
final class PluginInput extends ServletInputStream {
  private final ServletInputStream in;
  private final PluginCalls calls;

  PluginInput(ServletInputStream in, PluginCalls calls) {
    this.in = in;
    this.calls = calls;
  }

  @Override
  public void setReadListener(ReadListener given) {
    Lent<ReadListener> listener = calls.lend(given);
    in.setReadListener(
        new ReadListener() {
          @Override
          public void onDataAvailable() throws IOException {
            listener.call("ReadListener", ReadListener::onDataAvailable);
          }

          @Override
          public void onAllDataRead() throws IOException {
            listener.call("ReadListener", ReadListener::onAllDataRead);
          }

          @Override
          public void onError(Throwable e) {
            listener.tell("ReadListener", known -> known.onError(e));
          }
        });
  }

  @Override
  public boolean isFinished() {
    return in.isFinished();
  }

  @Override
  public boolean isReady() {
    return in.isReady();
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public int read() throws IOException {
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    return in.read(bytes, from, length);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
