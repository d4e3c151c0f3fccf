package org.metricbay.http.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.metricbay.http.access.WriteGuard.Refusal;
import org.metricbay.http.webconfig.WebConfig;
import org.metricbay.http.webconfig.WebConfiguration;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before all servlets and filters, plugins' included, so that none can forget it: sets the
 * headers of every answer, and refuses what must not be read or changed. Servlets of the agent
 * answer only what it {@linkplain #hasAdmitted has admitted}.
 */
@Component(
    service = {Preprocessor.class, AccessGuard.class},
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class AccessGuard implements Preprocessor {
  /** Plugins' pages may have style and script of their own. */
  private static final String PLUGINS = "/x/";

  private static final String ADMITTED = "org.metricbay.http.admitted";
  private static final String ALLOWED_HOSTS = "metricbay.http.allowed-hosts";
  private static final String DATA_FOLDER = "metricbay.data";

  private final Logger log = LoggerFactory.getLogger(AccessGuard.class);
  private final WebConfiguration configuration;
  private final WriteGuard guard;
  private final Entry entry;

  /** Reads which names are this host's, and takes who may log in. */
  @Activate
  public AccessGuard(BundleContext context, @Reference WebConfiguration configuration) {
    this.configuration = configuration;
    Optional<Path> data = Optional.ofNullable(context.getProperty(DATA_FOLDER)).map(Path::of);
    guard = new WriteGuard(names(context.getProperty(ALLOWED_HOSTS)), new TokenFile(data));
    entry = new Entry(guard);
  }

  private static Set<String> names(String list) {
    return list == null
        ? Set.of()
        : Arrays.stream(list.split(",", -1))
            .map(String::strip)
            .map(AccessGuard::inHeader)
            .collect(Collectors.toSet());
  }

  /** As a Host header has it: an IPv6 address in brackets. */
  private static String inHeader(String name) {
    return name.contains(":") ? "[" + name + "]" : name;
  }

  /** Whether the guard has seen this request and let it pass. */
  public static boolean hasAdmitted(ServletRequest request) {
    return request.getAttribute(ADMITTED) != null;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getDispatcherType() != DispatcherType.REQUEST) {
      chain.doFilter(request, response); // It was admitted when it came.
      return;
    }
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    Headers.addTo(answer::setHeader);
    if (asked.getRequestURI().startsWith(PLUGINS)) {
      answer.setHeader(Headers.POLICY, Headers.POLICY_OF_PLUGINS);
    }
    WebConfig config = configuration.current();
    config.headers().forEach(answer::setHeader);
    Object incoming = asked.getAttribute(Incoming.ATTRIBUTE);
    asked.removeAttribute(Incoming.ATTRIBUTE);
    Optional<Refusal> refusal =
        incoming instanceof Incoming known
            ? refusal(config, request(asked, known), known.own())
            : Optional.of(new Refusal(403, "this server is not the agent's own"));
    if (refusal.isEmpty()) {
      asked.setAttribute(ADMITTED, "");
      chain.doFilter(request, response);
    } else {
      refuse(asked, answer, refusal.get());
    }
  }

  /** Foreign hosts first, as a login is nothing to ask of them. */
  private Optional<Refusal> refusal(WebConfig config, WriteGuard.Request request, boolean own) {
    return own
        ? Optional.empty()
        : guard
            .refusalOfHost(request)
            .or(() -> entry.refusal(config, request))
            .or(() -> guard.refusalOfWrite(request, !config.users().isEmpty()));
  }

  private static WriteGuard.Request request(HttpServletRequest asked, Incoming incoming) {
    return new WriteGuard.Request(
        asked.getMethod(),
        String.valueOf(asked.getRequestURI()),
        incoming.reachable(),
        Optional.ofNullable(asked.getHeader("Host")),
        Collections.list(asked.getHeaders("Origin")),
        Collections.list(asked.getHeaders("Sec-Fetch-Site")),
        incoming.authorization());
  }

  private void refuse(HttpServletRequest asked, HttpServletResponse answer, Refusal refusal)
      throws IOException {
    log.warn(
        "refused {} from {}: {}",
        Words.ofRequest(asked),
        asked.getRemoteAddr(),
        Words.oneLine(refusal.message()));
    if (refusal.status() == 429 || refusal.status() == 503) {
      answer.setHeader("Retry-After", "1");
    }
    refusal.challenge().ifPresent(challenge -> answer.setHeader("WWW-Authenticate", challenge));
    answer.setStatus(refusal.status());
    answer.setContentType("text/plain; charset=utf-8");
    answer
        .getOutputStream()
        .write((Words.oneLine(refusal.message()) + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
