package org.metricbay.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.metricbay.http.WriteGuard.Refusal;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the {@link WriteGuard} before every servlet, so that a new one cannot forget it. */
@Component(service = {Filter.class, WriteFilter.class})
@HttpWhiteboardFilterPattern("/*")
public final class WriteFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final String LISTENS_ON = "org.apache.felix.http.host";
  private static final String DATA_FOLDER = "metricbay.data";

  private final transient Logger log = LoggerFactory.getLogger(WriteFilter.class);
  private final transient WriteGuard guard;

  /** Reads where the agent listens, and its token. */
  @Activate
  public WriteFilter(BundleContext context) {
    Optional<String> host = Optional.ofNullable(context.getProperty(LISTENS_ON));
    // On the loopback address nobody needs a token, so none lies about.
    Optional<WriteToken> token =
        WriteGuard.isReachable(host)
            ? Optional.ofNullable(context.getProperty(DATA_FOLDER)).flatMap(this::token)
            : Optional.empty();
    guard = new WriteGuard(host, token);
  }

  private Optional<WriteToken> token(String folder) {
    try {
      return Optional.of(WriteToken.in(Path.of(folder)));
    } catch (IOException e) {
      log.error("no token in {}: {}; writes from other machines are refused", folder, e.toString());
      return Optional.empty();
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Refusal> refusal =
        guard.refusal(
            new WriteGuard.Request(
                request.getMethod(),
                Optional.ofNullable(request.getHeader("Host")),
                Optional.ofNullable(request.getHeader("Origin")),
                Optional.ofNullable(request.getHeader("Sec-Fetch-Site")),
                Optional.ofNullable(request.getHeader("Authorization"))));
    if (refusal.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    log.warn(
        "refused {} {} from {}: {}",
        request.getMethod(),
        Answers.oneLine(request.getRequestURI()),
        request.getRemoteAddr(),
        Answers.oneLine(refusal.get().message()));
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (refusal.get().status() == 401) {
      response.setHeader("WWW-Authenticate", "Bearer");
    }
    Answers.text(response, refusal.get().status(), refusal.get().message());
  }
}
