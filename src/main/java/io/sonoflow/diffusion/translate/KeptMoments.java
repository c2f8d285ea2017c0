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
package io.sonoflow.diffusion.translate;

import io.sonoflow.Monitor;
import io.sonoflow.dataset.clip.FrameRoom;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * What was decoded and found of clips' frames, where there is room for it: in memory, else in a file of our own. Which of the two
 * changes no bit. Thread-safe.
 */
final class KeptMoments {

	private static final String REMEDY = "Use stride, or give Java more memory (Edit>Options>Memory & Threads, or -Xmx).";

	private final FrameRoom room;
	private final Monitor monitor;
	private final AtomicBoolean refused = new AtomicBoolean();

	/** @param monitor is told once if there is no room any more */
	KeptMoments(final FrameRoom room, final Monitor monitor) {
		this.room = room;
		this.monitor = monitor;
	}

	/**
	 * Says where so many bytes will lie, before any work.
	 *
	 * @param clips how many they are of
	 */
	void tell(final long bytes, final int clips) {
		final long more = bytes - room.free();
		if (more <= 0) return;
		final String size = String.format(Locale.ROOT, "The frames of %d clips take %.1f GB decoded, with what is found in them, " +
			"of which %.1f GB fit into memory", clips, bytes / 1e9, room.free() / 1e9);
		final long disk = room.freeOnDisk();
		if (disk >= more) monitor.message(size + ": the others lie on disk, in a file of Sonoflow's own, as long as they are " +
			"needed.");
		else if (!refused.getAndSet(true)) monitor.warn(size + String.format(Locale.ROOT, " and %.1f GB on disk", disk / 1e9) +
			(disk > 0 ? "" : " (" + room.refusal() + ")") + ": the others are decoded anew each time, which takes long. " + REMEDY);
	}

	/**
	 * @return what gives a moment again; null if there is no room for it
	 * @throws io.sonoflow.SonoflowException.Cancelled if the user stops the run: a long clip's moments take minutes
	 */
	Supplier<OpenPair.Moment> keep(final OpenPair.Moment moment) {
		monitor.checkCancelled();
		if (room.take(moment.bytes())) return () -> moment;
		final Supplier<byte[]> shelved = room.shelve(pack(moment));
		if (shelved == null) {
			if (!refused.getAndSet(true)) monitor.warn("There is no more room for decoded frames, neither in memory nor on disk (" +
				room.refusal() + "): the others are decoded anew each time, which takes long. " + REMEDY);
			return null;
		}
		final int pixels = moment.source().length;
		final boolean grey = moment.grey() != null;
		final boolean colour = moment.colour() != null;
		return () -> unpack(ByteBuffer.wrap(shelved.get()), pixels, grey, colour);
	}

	private static byte[] pack(final OpenPair.Moment moment) {
		final ByteBuffer packed = ByteBuffer.allocate(moment.bytes());
		packed.put(moment.source()).put(moment.region());
		if (moment.grey() != null) packed.put(moment.grey());
		if (moment.colour() != null) packed.asIntBuffer().put(moment.colour());
		return packed.array();
	}

	private static OpenPair.Moment unpack(final ByteBuffer packed, final int pixels, final boolean grey, final boolean colour) {
		final byte[] source = bytes(packed, pixels);
		final byte[] region = bytes(packed, pixels);
		final byte[] levels = grey ? bytes(packed, pixels) : null;
		final int[] colours = colour ? new int[pixels] : null;
		if (colour) packed.asIntBuffer().get(colours);
		return new OpenPair.Moment(source, region, levels, colours, null);
	}

	private static byte[] bytes(final ByteBuffer packed, final int count) {
		final byte[] bytes = new byte[count];
		packed.get(bytes);
		return bytes;
	}
}
