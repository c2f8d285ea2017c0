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
package io.sonoflow.train.clip;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.Found;
import io.sonoflow.dataset.ImageFiles;
import io.sonoflow.dataset.Opened;
import io.sonoflow.dataset.clip.FrameChoice;
import io.sonoflow.dataset.clip.FrameRoom;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Files and where their frames are: looked through before any work, which is told.
 *
 * @param files the first of each image or clip
 * @param stores of each
 * @param room that they share
 */
public record StoredFrames(List<Path> files, List<FrameStore> stores, FrameRoom room) {

	/** As {@link io.sonoflow.train.ImageCache#open}. */
	public Opened<Void> open(final boolean strict, final Monitor monitor, final IntConsumer more) {
		final AtomicInteger still = new AtomicInteger();
		final Opened<Void> opened = Opened.inPart("reading images", files, strict, monitor, i -> {
			final FrameStore.Look look = stores.get(i).look();
			ImageFiles.requireSide(files.get(i), look.width(), look.height());
			more.accept(i);
			still.addAndGet(look.still());
			return new Found<>(null, look.flaws());
		});
		FrameChoice.tellStill(still.get(), monitor);
		return opened;
	}

	/** As {@link io.sonoflow.train.ImageCache#check}. */
	public void check(final Monitor monitor) {
		final Opened<Void> opened = open(false, monitor, i -> {});
		opened.requireAll();
		opened.tellFlaws(false, monitor);
		final long fleeting = stores.stream().filter(store -> !store.isHeld() && store.numbers().length > 1).count();
		room.tell((int) fleeting, stores.size(), monitor);
	}
}
