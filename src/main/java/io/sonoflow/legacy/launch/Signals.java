/*-
 * #%L
 * Deep learning for ultrasound images inside Fiji and ImageJ.
 * %%
 * Copyright (C) 2026 Sonoflow developers
 * %%
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 * 
 * 1. Redistributions of source code must retain the above copyright notice,
 *    this list of conditions and the following disclaimer.
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 * 
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE
 * ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS OR CONTRIBUTORS BE
 * LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
 * CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
 * INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
 * CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE)
 * ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE
 * POSSIBILITY OF SUCH DAMAGE.
 * #L%
 */
package io.sonoflow.legacy.launch;

import io.sonoflow.Shutdown;

import java.io.PrintStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Signals that end a process: the first lets what is running end its step and save it, a second one ends at once. Signals
 * that the process was started to ignore (nohup) stay ignored.
 */
final class Signals {

	/** Of a process that ended by a signal, the exit code is this and the signal's number. */
	private static final int SIGNALLED = 128;

	/** How long a macro may take to end after its command has stopped. */
	private static final long GRACE = 2000;

	/** Within this time in ns a second signal is the first again: timeout(1) and schedulers tell a process and its group. */
	private static final long ECHO = 1_000_000_000L;

	private static final List<String> NAMES = List.of("HUP", "INT", "TERM");

	private final PrintStream err;
	private final AtomicInteger code = new AtomicInteger();
	private final AtomicReference<Long> first = new AtomicReference<>();
	private Class<?> type;
	private Method handle;
	private Object byDefault;

	private Signals(final PrintStream err) {
		this.err = err;
	}

	/**
	 * Listens from now on.
	 *
	 * @param err for what is done about a signal
	 */
	static Signals listen(final PrintStream err) {
		final Signals signals = new Signals(err);
		try {
			// Part of every JDK, but javac warns of the package, and there is no other way to learn of a second signal.
			signals.type = Class.forName("sun.misc.Signal");
			final Class<?> handler = Class.forName("sun.misc.SignalHandler");
			signals.handle = signals.type.getMethod("handle", signals.type, handler);
			signals.byDefault = handler.getField("SIG_DFL").get(null);
			final Object ours = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] { handler },
				signals.handler());
			for (final String name : NAMES)
				signals.install(name, ours);
		}
		catch (final ReflectiveOperationException e) {
			// Without it a signal ends the process by the hook of Shutdown, only that a second one changes nothing.
		}
		return signals;
	}

	/** {@return the exit code that a signal asked for; 0 = there was none} */
	int code() {
		return code.get();
	}

	private InvocationHandler handler() {
		return (proxy, method, arguments) -> switch (method.getName()) {
			case "handle" -> {
				received(arguments[0]);
				yield null;
			}
			case "hashCode" -> System.identityHashCode(proxy);
			case "equals" -> proxy == arguments[0];
			default -> "signals of Sonoflow";
		};
	}

	private void install(final String name, final Object handler) throws ReflectiveOperationException {
		try {
			handle.invoke(null, type.getConstructor(String.class).newInstance(name), handler);
		}
		catch (final InvocationTargetException e) {
			// This system does not know the signal, or Java was started with -Xrs.
		}
	}

	/** In a thread of its own for each signal. */
	private void received(final Object signal) throws ReflectiveOperationException, InterruptedException {
		final int asked = SIGNALLED + (int) type.getMethod("getNumber").invoke(signal);
		final long now = System.nanoTime();
		first.compareAndSet(null, now);
		if (!code.compareAndSet(0, asked)) {
			if (now - first.get() < ECHO) return;
			err.println(signal + " again: ended at once.");
			kill(signal);
			return;
		}
		final List<String> running = Shutdown.request();
		if (!running.isEmpty()) err.println(signal + ": " + String.join(", ", running) + " stops after this step and is saved, " +
			"within " + Shutdown.seconds() + " s. A second signal ends at once.");
		final List<String> left = Shutdown.await();
		if (!left.isEmpty()) {
			err.println(String.join(", ", left) + " did not stop within " + Shutdown.seconds() +
				" s and was ended. What was saved before is kept; run the same again to go on.");
			kill(signal);
			return;
		}
		// The macro is over by now, unless it waits for something else.
		Thread.sleep(GRACE);
		System.exit(asked);
	}

	/** By the system, without the exit handlers of native libraries, which may be computing. */
	private void kill(final Object signal) {
		err.flush();
		try {
			handle.invoke(null, signal, byDefault);
			type.getMethod("raise", type).invoke(null, signal);
		}
		catch (final ReflectiveOperationException e) {
			Runtime.getRuntime().halt(code.get());
		}
	}
}
