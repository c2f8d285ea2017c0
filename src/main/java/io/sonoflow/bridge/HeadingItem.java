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
package io.sonoflow.bridge;

import io.sonoflow.parameter.Key;

import java.lang.reflect.Type;
import java.util.List;

import org.scijava.ItemVisibility;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModuleItem;

/** The heading of some keys in a dialog: a message, which macros and the recorder skip. */
final class HeadingItem extends CommandModuleItem<String> {

	private final String heading;
	private final int place;

	/**
	 * @param first the key below, whose field stands for the heading's own where SciJava wants one
	 * @param place among the inputs: a heading may come twice, the name of an input only once
	 */
	HeadingItem(final CommandInfo info, final Key first, final String heading, final int place) {
		super(info, first.field());
		this.heading = heading;
		this.place = place;
	}

	String heading() {
		return heading;
	}

	@Override
	public String getName() {
		return "heading " + place + " " + heading;
	}

	@Override
	public Class<String> getType() {
		return String.class;
	}

	@Override
	public Type getGenericType() {
		return String.class;
	}

	@Override
	public ItemVisibility getVisibility() {
		return ItemVisibility.MESSAGE;
	}

	@Override
	public boolean isRequired() {
		return false;
	}

	@Override
	public boolean isPersisted() {
		return false;
	}

	@Override
	public boolean isAutoFill() {
		return false;
	}

	/** A blank: with a label of its own SciJava's dialog would print the heading twice. */
	@Override
	public String getLabel() {
		return " ";
	}

	@Override
	public String getDescription() {
		return "";
	}

	@Override
	public String getWidgetStyle() {
		return "";
	}

	@Override
	public String getDefaultValue() {
		return heading;
	}

	@Override
	public String getMinimumValue() {
		return null;
	}

	@Override
	public String getMaximumValue() {
		return null;
	}

	@Override
	public List<String> getChoices() {
		return List.of();
	}
}
