/** The Help dialog: what to do first, what the words mean, what to do when something is not right. */
import type { Boot } from '../api';
import { groupsOf } from './choices';

export function Help({ boot }: { boot: Boot }) {
  return (
    <main class="dialog text">
      <h1 class="hidden">Help</h1>
      <h2>Running</h2>
      <p>
        Choose a stage or a step in the sidebar and press Run. You may close the laptop: Google goes on with
        the run every ten minutes until it is done. You may sort, filter, insert and edit meanwhile; rows are
        found by their ids right before each write.
      </p>
      <p>
        A dry run writes nothing. It lists every cell that would change; read the list, then apply it if you
        like it.
      </p>
      <h2>The stages</h2>
      <dl>
        {groupsOf(boot.steps).map(({ stage, steps }) => (
          <>
            <dt>{stage.title}</dt>
            <dd>{steps.map(({ title }) => title).join(' · ')}</dd>
          </>
        ))}
      </dl>
      <h2>What is yours stays yours</h2>
      <p>
        A value that you typed is not written over. Where a source says otherwise, the question stands in the
        tab Conflicts until you decide. <code>**</code> means looked up and not found; blank means not looked
        up yet.
      </p>
      <h2>When something is not right</h2>
      <dl>
        <dt>A key is missing or refused</dt>
        <dd>Settings › Keys; Test says what is wrong. Only the steps that need the key do not begin.</dd>
        <dt>Items wait for a source</dt>
        <dd>
          Its requests for the day are used up. Nothing to do: the run goes on by itself when the source
          allows.
        </dd>
        <dt>A source is unavailable</dt>
        <dd>It failed again and again and is left alone for an hour. What needs it stays due.</dd>
        <dt>Needs your word</dt>
        <dd>The run would change more of a tab than you allow at once. Look at it, then allow it or stop.</dd>
        <dt>Nothing happens for a while</dt>
        <dd>Google runs the next part within ten minutes. The tab Run Log says what was done.</dd>
        <dt>A value stands in the wrong place</dt>
        <dd>Restore the tab from its snapshot; the last three of each tab are kept.</dd>
      </dl>
    </main>
  );
}
