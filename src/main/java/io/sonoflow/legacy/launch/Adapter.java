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

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.PlugIn;

import io.sonoflow.legacy.Host;

/**
 * What {@code plugins.config} names: runs the SciJava command whose class is the argument inside ImageJ 1, with a
 * dialog made from its metadata when no macro runs. Fiji goes straight to the command and never comes here.
 * <p>
 * ImageJ only logs what a plugin throws, and a macro goes on: so whatever happens to a command outside of its own frame, even
 * that a class of a library is missing, ends the macro here. For that this class knows no library but ImageJ.
 */
public final class Adapter implements PlugIn {

	private static final String TITLE = "Sonoflow";

	@Override
	public void run(final String className) {
		final Thread thread = Thread.currentThread();
		final ClassLoader loader = thread.getContextClassLoader();
		// Libraries look for their parts through the thread's class loader, which in plain ImageJ does not know the plugins folder.
		thread.setContextClassLoader(Adapter.class.getClassLoader());
		try {
			runSafely(className);
		}
		finally {
			thread.setContextClassLoader(loader);
		}
	}

	private static void runSafely(final String className) {
		try {
			AdaptedCommand.run(className);
		}
		catch (final RuntimeException | Error e) {
			// So ImageJ leaves a macro; somebody was told.
			if (Macro.MACRO_CANCELED.equals(e.getMessage())) throw e;
			// To tell it may take memory that is not there, and ImageJ swallows what that throws.
			if (e instanceof VirtualMachineError) Interpreter.abort();
			IJ.handleException(e);
			if (!Host.fail(TITLE, message(className, e))) throw e;
		}
	}

	private static String message(final String className, final Throwable e) {
		if (e instanceof LinkageError) return "The command " + className + " lacks a part that it needs: " + e +
			". A jar is missing or of another version: install Sonoflow again.";
		if (e instanceof OutOfMemoryError) return "Java's memory is full: " + e.getMessage() +
			". Give ImageJ more memory (Edit > Options > Memory & Threads, or -Xmx).";
		return "The command " + className + " could not be run: " + e + ". Please report it with the text in the log.";
	}
}
