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
package io.sonoflow.desk;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.EventQueue;
import java.awt.Point;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.ActionListener;
import java.awt.event.InputEvent;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

/** What a person does with windows: looks for parts by their names, clicks, types, waits. In the program with windows. */
final class Hands {

	private static final long PATIENCE = 20_000_000_000L;

	private static final int TRIES = 3;

	private Hands() {
	}

	/** Waits until it is so; fails after 20 s. */
	static void await(final String what, final BooleanSupplier wanted) throws InterruptedException {
		final long end = System.nanoTime() + PATIENCE;
		while (!wanted.getAsBoolean()) {
			if (System.nanoTime() > end) throw new AssertionError("Waited in vain: " + what + ". Windows: " + windows());
			Thread.sleep(20);
		}
	}

	static void check(final boolean right, final Object what) {
		if (!right) throw new AssertionError(what);
	}

	/** {@return the titles of what is to be seen} */
	static String windows() {
		return Arrays.toString(Stream.of(Window.getWindows()).filter(Window::isShowing).map(Hands::title).toArray());
	}

	private static String title(final Window window) {
		return window instanceof final Dialog dialog ? dialog.getTitle() : window instanceof final java.awt.Frame frame ? frame
			.getTitle() : window.getName();
	}

	/** {@return the dialog or frame that is to be seen under the title} */
	static Optional<Window> window(final String title) {
		return Stream.of(Window.getWindows()).filter(Window::isShowing).filter(window -> title.equals(title(window))).findFirst();
	}

	static Window await(final String title) throws InterruptedException {
		await("window " + title, () -> window(title).isPresent());
		return window(title).orElseThrow();
	}

	static void awaitNone(final String title) throws InterruptedException {
		await("no window " + title, () -> window(title).isEmpty());
	}

	/**
	 * {@return the part of the name, in the newest window that has it; one that is to be seen rather than a hidden one} Waits for
	 * it: a window is there before all its parts are.
	 */
	static Component part(final String name) throws InterruptedException {
		await("part " + name, () -> found(name).isPresent());
		return found(name).orElseThrow();
	}

	private static Optional<Component> found(final String name) {
		final List<Component> found = new ArrayList<>(Stream.of(Window.getWindows()).filter(Window::isShowing).map(window -> part(
			window, name)).flatMap(Optional::stream).toList());
		Collections.reverse(found);
		return found.stream().filter(Component::isShowing).findFirst().or(() -> found.stream().findFirst());
	}

	/** {@return whether a part of the name is there and in sight} */
	static boolean isShowing(final String name) {
		return found(name).filter(Component::isShowing).isPresent();
	}

	private static Optional<Component> part(final Container whole, final String name) {
		for (final Component component : whole.getComponents()) {
			if (name.equals(component.getName())) return Optional.of(component);
			final Optional<Component> inner = component instanceof final Container container ? part(container, name) : Optional
				.empty();
			if (inner.isPresent()) return inner;
		}
		return Optional.empty();
	}

	/** {@return what the task gives in the thread of events} */
	static <T> T inEvents(final Callable<T> task) throws InterruptedException, InvocationTargetException {
		final AtomicReference<T> result = new AtomicReference<>();
		EventQueue.invokeAndWait(() -> {
			try {
				result.set(task.call());
			}
			catch (final Exception e) {
				throw new AssertionError(e);
			}
		});
		return result.get();
	}

	/**
	 * Presses the mouse in the middle of a button that is in sight. Without a window manager Java sometimes loses where a new
	 * window is, and the mouse misses: then once more, at last without the mouse.
	 */
	static void click(final String name) throws AWTException, InterruptedException, InvocationTargetException {
		final AbstractButton button = (AbstractButton) part(name);
		await(name + " in sight", button::isShowing);
		final CountDownLatch pressed = new CountDownLatch(1);
		final ActionListener listener = event -> pressed.countDown();
		button.addActionListener(listener);
		final Robot robot = new Robot();
		for (int i = 0; i < TRIES && pressed.getCount() > 0; i++) {
			final Point corner = inEvents(button::getLocationOnScreen);
			robot.mouseMove(corner.x + button.getWidth() / 2, corner.y + button.getHeight() / 2);
			robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
			robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
			robot.waitForIdle();
			if (!pressed.await(500, TimeUnit.MILLISECONDS) && button.isShowing()) move(SwingUtilities.getWindowAncestor(button));
		}
		if (pressed.getCount() > 0) EventQueue.invokeLater(button::doClick);
		check(pressed.await(10, TimeUnit.SECONDS), "Nothing presses " + name);
		button.removeActionListener(listener);
	}

	private static void move(final Window window) throws InterruptedException, InvocationTargetException {
		inEvents(() -> {
			window.setLocation(window.getX() < 30 ? window.getX() + 20 : window.getX() - 20, window.getY());
			return null;
		});
	}

	/** Lets a text stand in a field, or be chosen in a list. */
	static void type(final String name, final String text) throws InterruptedException, InvocationTargetException {
		final Component part = part(name);
		inEvents(() -> {
			if (part instanceof final JTextComponent field) field.setText(text);
			else ((JComboBox<?>) part).setSelectedItem(text);
			return null;
		});
	}

	static String text(final String name) throws InterruptedException, InvocationTargetException {
		final JTextComponent field = (JTextComponent) part(name);
		return inEvents(field::getText);
	}
}
