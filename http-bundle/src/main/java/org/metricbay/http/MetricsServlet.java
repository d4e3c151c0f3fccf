package org.metricbay.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.metricbay.core.collect.CollectRequest;
import org.metricbay.core.collect.CollectionEngine;
import org.metricbay.core.collect.Snapshot;
import org.metricbay.core.collect.UnknownCollectorException;
import org.metricbay.core.deploy.Deployer;
import org.metricbay.http.server.HttpThreads;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code GET /metrics}: collects, and writes the page that Prometheus reads. A scrape that arrives
 * before the agent is ready waits, as its page would show only a part.
 */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletPattern("/metrics")
@HttpWhiteboardServletAsyncSupported
public final class MetricsServlet extends AgentServlet {
  private static final long serialVersionUID = 1L;

  private final transient CollectionEngine engine;
  private final transient Deployer deployer;
  private final transient HttpThreads threads;
  private final transient Turns<CollectRequest, Scrape> turns;
  private final transient Unread unread = new Unread();
  private final transient Exposition exposition = new Exposition();

  /** What was asked for last: who scrapes asks for the same each time. */
  private record Asked(Optional<String> query, Optional<String> limit, CollectRequest request) {}

  private transient volatile @Nullable Asked last;

  /** Takes the engine, which collects, the deployer, which knows when, and threads to do it on. */
  @Activate
  public MetricsServlet(
      @Reference CollectionEngine engine,
      @Reference Deployer deployer,
      @Reference HttpThreads threads) {
    this.engine = engine;
    this.deployer = deployer;
    this.threads = threads;
    turns = new Turns<>(exposition::mostAtOnce, engine.threads(), this::collect);
  }

  @Deactivate
  void deactivate() {
    exposition.close();
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    CollectRequest wanted;
    try {
      wanted = collectRequest(request);
    } catch (BadRequestException e) {
      Answers.text(response, 400, String.valueOf(e.getMessage()));
      return;
    }
    Scrape scrape = Scrape.begin(request, unread);
    if (deployer.isReady()) {
      threads.afterwards(() -> turns.take(wanted, scrape));
    } else {
      awaitReady(wanted, scrape);
    }
  }

  private void awaitReady(CollectRequest wanted, Scrape scrape) {
    long begun = System.nanoTime();
    Optional<String> limit = Requests.header(scrape.request(), ScrapeTimeout.HEADER);
    CompletableFuture<Void> unused =
        deployer
            .ready()
            .toCompletableFuture()
            .orTimeout(ScrapeTimeout.ofWaiting(limit).toNanos(), TimeUnit.NANOSECONDS)
            .whenCompleteAsync(
                (ready, late) -> {
                  if (late == null) {
                    Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                    turns.take(inWhatIsLeft(wanted, waited), scrape);
                  } else {
                    scrape.response().setHeader("Retry-After", "1");
                    scrape.refuse(503, ReadyServlet.NOT_READY);
                  }
                },
                engine.threads());
  }

  private static CollectRequest inWhatIsLeft(CollectRequest wanted, Duration waited) {
    Duration left = ScrapeTimeout.atLeast(wanted.timeout().minus(waited));
    return new CollectRequest(wanted.only(), wanted.except(), left);
  }

  /** What is to be done with an answer; made before it is there, as there may be no memory then. */
  private final class Answering
      implements BiConsumer<@Nullable Snapshot, @Nullable Throwable>, Runnable {
    private final Queue<Scrape> scrapes;
    private final Exposition.Pages pages = exposition.new Pages();
    private @Nullable Snapshot snapshot;
    private @Nullable Throwable failure;

    Answering(Queue<Scrape> scrapes) {
      this.scrapes = scrapes;
    }

    @Override
    public void accept(@Nullable Snapshot collected, @Nullable Throwable problem) {
      snapshot = collected;
      failure = problem;
      threads.last(this);
    }

    @Override
    public void run() {
      try {
        // Each is let go of when it has its page: with many, the first may be gone before the last.
        for (Scrape scrape = scrapes.poll(); scrape != null; scrape = scrapes.poll()) {
          end(scrape, pages, snapshot, failure);
        }
      } finally {
        closePages();
      }
    }

    private void closePages() {
      try {
        pages.close();
      } finally {
        turns.end();
      }
    }
  }

  private void collect(CollectRequest wanted, Queue<Scrape> scrapes) {
    Answering answering;
    try {
      answering = new Answering(scrapes);
    } catch (OutOfMemoryError e) {
      scrapes.forEach(scrape -> fail(scrape, e));
      throw e;
    }
    try {
      engine.collect(wanted, answering);
    } catch (UnknownCollectorException e) {
      scrapes.forEach(scrape -> scrape.refuse(400, String.valueOf(e.getMessage())));
      turns.end();
    }
  }

  private void end(
      Scrape scrape,
      Exposition.Pages pages,
      @Nullable Snapshot snapshot,
      @Nullable Throwable failure) {
    try {
      if (snapshot == null) {
        throw new IllegalStateException("nothing was collected", failure);
      }
      pages.send(scrape, snapshot.families());
    } catch (RuntimeException | Error e) {
      fail(scrape, e);
    }
  }

  /** Whatever comes of it, the others are answered. */
  private void fail(Scrape scrape, Throwable problem) {
    try {
      failed(scrape.request(), problem);
    } catch (OutOfMemoryError e) {
      // It cannot be told.
    }
    try {
      scrape.refuse(500, Answers.INTERNAL_ERROR);
    } catch (RuntimeException | Error e) {
      scrape.writer().end();
    }
  }

  private CollectRequest collectRequest(HttpServletRequest request) throws BadRequestException {
    Optional<String> query = Optional.ofNullable(request.getQueryString());
    Optional<String> limit = Requests.header(request, ScrapeTimeout.HEADER);
    Asked known = last;
    if (known != null && known.query().equals(query) && known.limit().equals(limit)) {
      return known.request();
    }
    try {
      CollectRequest wanted =
          new CollectRequest(
              Requests.parameter(request, "collect[]"),
              Requests.parameter(request, "exclude[]"),
              ScrapeTimeout.of(limit));
      last = new Asked(query, limit, wanted);
      return wanted;
    } catch (IllegalArgumentException e) {
      throw new BadRequestException(String.valueOf(e.getMessage()), e);
    }
  }
}
