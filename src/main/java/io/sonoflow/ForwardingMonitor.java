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
package io.sonoflow;

import java.util.List;
import java.util.function.Supplier;

import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.integer.UnsignedByteType;

/** A monitor that passes everything on to another; whoever changes one thing overrides one method. */
public class ForwardingMonitor implements Monitor {

	private final Monitor target;

	/** @param target is told everything, and asked whether to stop */
	public ForwardingMonitor(final Monitor target) {
		this.target = target;
	}

	/** {@return who is told} */
	public final Monitor target() {
		return target;
	}

	@Override
	public void message(final String text) {
		target.message(text);
	}

	@Override
	public void warn(final String text) {
		target.warn(text);
	}

	@Override
	public List<String> warnings() {
		return target.warnings();
	}

	@Override
	public void progress(final String stage, final long done, final long total) {
		target.progress(stage, done, total);
	}

	@Override
	public void axes(final String series, final String x, final String y) {
		target.axes(series, x, y);
	}

	@Override
	public void value(final String series, final double x, final double y) {
		target.value(series, x, y);
	}

	@Override
	public void preview(final String name, final RandomAccessibleInterval<UnsignedByteType> image) {
		target.preview(name, image);
	}

	@Override
	public <T> T ask(final Supplier<T> question) {
		return target.ask(question);
	}

	@Override
	public boolean isCancelled() {
		return target.isCancelled();
	}

	@Override
	public void offerFinish(final String result) {
		target.offerFinish(result);
	}

	@Override
	public boolean isFinishing() {
		return target.isFinishing();
	}
}
