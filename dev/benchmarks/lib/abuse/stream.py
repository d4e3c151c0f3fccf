"""A plugin with a servlet that writes for ever, as fast as the client takes it, without a thread that waits."""
import os

from lib import jars

NAME, BUNDLE, PATTERN = "bench.Stream", "org.example.stream", "/stream"
PATH = f"/x/{BUNDLE}{PATTERN}"
SOURCE = """\
package bench;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

public final class Stream extends HttpServlet implements WriteListener {
  private final byte[] some = new byte[4096];
  private AsyncContext async;
  private ServletOutputStream out;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Stream one = new Stream();
    one.async = request.startAsync();
    one.async.setTimeout(0);
    one.out = response.getOutputStream();
    one.out.setWriteListener(one);
  }

  @Override
  public void onWritePossible() throws IOException {
    while (out.isReady()) {
      out.write(some);
    }
  }

  @Override
  public void onError(Throwable e) {
    async.complete();
  }
}
"""


def write(distribution, folder):
    """Makes the JAR in a folder, and returns its path."""
    path = os.path.join(folder, "stream.jar")
    jars.write_servlet(path, BUNDLE, NAME, jars.compiled(distribution, folder, NAME, SOURCE), PATTERN)
    return path
