package dev.sparkzarr.store.http;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One client for all stores of this JVM with the same settings, for stores come and go with tasks
 * and connections should not. Clients without a store are kept, a few of them. All threads are
 * daemons and belong to no task: they hold no class loader but ours. Safe for many threads.
 */
final class SharedClients {
  /** Names of all threads begin so. */
  static final String THREADS = "zarr-http-";

  private static final int IDLE_CLIENTS = 4;
  private static final long IDLE_THREAD_SECONDS = 30;
  private static final ThreadPoolExecutor WORKERS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_THREAD_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          daemons("worker-"));
  private static final ScheduledThreadPoolExecutor CLOCK = clock();
  private static final Map<ClientSettings, Client> CLIENTS = new LinkedHashMap<>();

  private SharedClients() {}

  /** A client, how many stores use it, and the requests it may have under way. */
  static final class Client {
    private final HttpClient http;
    private final RequestSlots slots;
    private int leases;

    private Client(HttpClient http, RequestSlots slots) {
      this.http = http;
      this.slots = slots;
    }

    HttpClient http() {
      return http;
    }

    RequestSlots slots() {
      return slots;
    }
  }

  /** Gives the client to one more store, which gives it back. */
  static synchronized Client lease(ClientSettings settings) {
    Client client = CLIENTS.remove(settings);
    if (client == null) {
      client = new Client(open(settings), new RequestSlots(settings.connections(), WORKERS));
    }
    CLIENTS.put(settings, client);
    client.leases++;
    return client;
  }

  /** The client's threads and connections end when nothing refers to it. */
  static synchronized void giveBack(Client client) {
    client.leases--;
    long idle = CLIENTS.values().stream().filter(c -> c.leases == 0).count();
    Iterator<Client> oldest = CLIENTS.values().iterator();
    while (idle > IDLE_CLIENTS && oldest.hasNext()) {
      if (oldest.next().leases == 0) {
        oldest.remove();
        idle--;
      }
    }
  }

  /**
   * @return stores that have a client now
   */
  static synchronized int leases() {
    return CLIENTS.values().stream().mapToInt(client -> client.leases).sum();
  }

  /**
   * @return clients that are kept now, with stores or without
   */
  static synchronized int clients() {
    return CLIENTS.size();
  }

  /**
   * @return what runs the clients' work and may run short work of stores
   */
  static Executor workers() {
    return WORKERS;
  }

  static ScheduledThreadPoolExecutor watchClock() {
    return CLOCK;
  }

  /** HTTP/1.1, for an upgrade to HTTP/2 is a header that object stores do not expect. */
  private static HttpClient open(ClientSettings settings) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.connectTimeout())
            .executor(WORKERS);
    settings
        .proxy()
        .ifPresent(
            proxy ->
                builder.proxy(
                    ProxySelector.of(
                        InetSocketAddress.createUnresolved(proxy.host(), proxy.port()))));
    return builder.build();
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, daemons("clock-"));
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(IDLE_THREAD_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    return clock;
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return work -> {
      Thread thread = new Thread(work, THREADS + name + count.incrementAndGet());
      thread.setDaemon(true);
      thread.setContextClassLoader(SharedClients.class.getClassLoader());
      return thread;
    };
  }
}
